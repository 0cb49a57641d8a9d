"""The site as a Django application: settings, addresses, views, and what stands before them."""
