"""Makes openapi.json of the code: the paths of the handlers, the parameters they read, the fields they answer."""
