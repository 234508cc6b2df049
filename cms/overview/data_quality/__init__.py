"""What the core team can put right in the registers, kind by kind: counted, listed and mended in place."""
