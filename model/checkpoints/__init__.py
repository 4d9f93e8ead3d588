"""Networks in files, with what is known of them."""
