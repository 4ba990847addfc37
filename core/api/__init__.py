"""What the JSON API is made of: values, records and lists as data; answers and documentation are drawn of them."""
