"""What is asked of a trained network: its errors, its responses, its weak sides."""
