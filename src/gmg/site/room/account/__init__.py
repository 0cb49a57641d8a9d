"""Signing in: e-mail and password with a second factor, or an agency's own provider (OpenID Connect)."""
