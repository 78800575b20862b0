"""What `make check` looks at beside the code: the template and the artifacts."""
