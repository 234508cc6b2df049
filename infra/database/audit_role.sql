-- What the application's role may do in PostgreSQL: everything but to change what is on record.
-- Run by the role that owns the tables, after each migration:  psql -v app=intranet_app -f infra/database/audit_role.sql
-- The application's role must not own the tables, nor be a member of the role that does: an owner may give itself
-- every right back. Migrations and `manage.py shorten_audit` run as the owner.
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON audit_auditevent, audit_auditseal FROM :"app", PUBLIC;
