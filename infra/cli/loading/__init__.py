"""What `copydesk load` reads: files, folders, sitemaps and addresses, in pieces of bounded size."""
