"""Resources of the gateway: each chooses the endpoint and gives back models."""
