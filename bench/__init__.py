"""What the service costs, as ratios of one run: see `bench.search`."""
