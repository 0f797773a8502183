#!/bin/sh
# Runs once, when the database server's data folder is empty: the roles and databases of a region.
set -eu

psql --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
	--set=owner_password="$OWNER_PASSWORD" \
	--set=app_password="$APP_PASSWORD" \
	--set=keycloak_password="$KEYCLOAK_DATABASE_PASSWORD" <<-'SQL'
	-- Owns the tables; only migrations use it.
	CREATE ROLE commonward_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
	-- The services: owns nothing, has what migrations grant, and can't go around row-level security.
	CREATE ROLE commonward_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
	CREATE ROLE keycloak LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'keycloak_password';

	CREATE DATABASE commonward OWNER commonward_owner;
	REVOKE ALL ON DATABASE commonward FROM PUBLIC;
	GRANT CONNECT ON DATABASE commonward TO commonward_app;

	CREATE DATABASE keycloak OWNER keycloak;
	REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
SQL
