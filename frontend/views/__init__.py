"""One area of the site a module. A view calls one operation and renders one template."""
