"""What training is made of: its recipe, its objective, its images, its state on disk."""
