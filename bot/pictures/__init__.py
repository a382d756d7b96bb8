"""Pictures: what somebody did, drawn to be read on a phone. The package itself loads no plotting library."""
