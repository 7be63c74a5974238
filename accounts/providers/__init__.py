"""Google, Twitter and Facebook: allauth's providers with addresses that can be replaced."""
