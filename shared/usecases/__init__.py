"""What the service does, in terms of ports: no AWS, no HTTP."""
