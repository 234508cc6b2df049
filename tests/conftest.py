"""What every test may use. Services are started by infra/services; a missing one fails in CI and skips elsewhere."""

pytest_plugins = [f"tests.plugins.{name}" for name in ("services", "matrix", "counts", "tables", "pace")]
