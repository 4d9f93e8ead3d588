"""What a network is: its sizes, its layers, its forward pass and its losses."""
