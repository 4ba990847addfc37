"""Django's SQLite backend with a fair queue before each transaction that writes."""
