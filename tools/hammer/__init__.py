"""The hammer: many people book over HTTP at the same instant, and nothing may break. `make hammer`."""
