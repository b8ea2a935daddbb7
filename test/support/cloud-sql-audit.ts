import type { Connection } from 'mysql2/promise';

/** Groups and some of their operations ("MySQL database auditing: operations", Cloud SQL, read 2026-11). */
const OPERATIONS = [
  ...['call', 'dcl', 'ddl', 'dml', 'dql', 'show', 'connect', 'disconnect'],
  ...['select', 'insert', 'update', 'delete', 'grant', 'revoke', 'create_user', 'alter_user'],
];

/** A comma-separated list as rows. */
const listed = (list: string, alias: string): string =>
  `JSON_TABLE(CONCAT('["', REPLACE(${list}, ',', '","'), '"]'), '$[*]' COLUMNS (v VARCHAR(300) PATH '$')) ${alias}`;

/** A value of a rule outside of backticks has nothing but these. */
const PLAIN = `'^(\`[^\`]+\`|[A-Za-z0-9_*]+)$'`;
const PLAIN_USER = `'^(\`[^\`]+\`|[A-Za-z0-9_*]+)(@(\`[^\`]+\`|[A-Za-z0-9.:*%-]+))?$'`;

const RULE = `IN user VARCHAR(2048), IN db VARCHAR(2048), IN obj VARCHAR(2048), IN ops VARCHAR(2048), IN op_result CHAR(1)`;
const ANSWER = 'OUT rc SMALLINT, OUT msg TEXT';

/** Checks a rule and puts each of its combinations into a table of their own, where none may be twice. */
const EXPAND = `
  CREATE PROCEDURE mysql.stand_in_expand (IN rule BIGINT, ${RULE}, ${ANSWER})
  BEGIN
    DECLARE taken BIGINT;
    DECLARE wrong VARCHAR(300);
    SET rc = 0, msg = NULL;
    CREATE OR REPLACE TEMPORARY TABLE mysql.stand_in_rows AS
      SELECT u.v AS userdef, d.v AS dbname, o.v AS object, LOWER(p.v) AS operation
      FROM ${listed('user', 'u')}, ${listed('db', 'd')}, ${listed('obj', 'o')}, ${listed('ops', 'p')};
    SELECT MIN(operation) INTO wrong FROM mysql.stand_in_rows
      WHERE operation <> '*' AND operation NOT IN (SELECT op_name FROM mysql.audit_log_supported_ops);
    SELECT MIN(e.rule_id) INTO taken FROM mysql.audit_log_rules_expanded e JOIN mysql.stand_in_rows r
      ON e.userdef = r.userdef AND e.dbname = r.dbname AND e.object = r.object AND e.operation = r.operation
        AND e.op_result = op_result;
    IF @@GLOBAL.read_only = 1 THEN SET rc = 10, msg = 'The server is read-only';
    ELSEIF '' IN (TRIM(user), TRIM(db), TRIM(obj), TRIM(ops)) THEN SET rc = 4, msg = 'A rule attribute is empty';
    ELSEIF op_result NOT IN ('S', 'U', 'B', 'E') THEN SET rc = 9, msg = 'op_result is none of S, U, B and E';
    ELSEIF (SELECT COUNT(*) FROM mysql.stand_in_rows) > 1000 THEN SET rc = 1, msg = 'Too many combinations';
    ELSEIF EXISTS (SELECT 1 FROM mysql.stand_in_rows WHERE userdef <> '*' AND userdef NOT LIKE '%@%') THEN
      SET rc = 5, msg = 'The account should include a host';
    ELSEIF EXISTS (SELECT 1 FROM mysql.stand_in_rows
        WHERE userdef NOT REGEXP ${PLAIN_USER} OR dbname NOT REGEXP ${PLAIN} OR object NOT REGEXP ${PLAIN}) THEN
      SET rc = 13, msg = 'Special characters are only supported between backticks';
    ELSEIF wrong IS NOT NULL THEN SET rc = 7, msg = CONCAT('The operation "', wrong, '" is not supported');
    ELSEIF taken IS NOT NULL THEN SET rc = 2, msg = CONCAT('The rule overlaps with rule ', taken);
    ELSE
      INSERT INTO mysql.audit_log_rules_expanded
        SELECT rule, userdef, dbname, object, operation, op_result FROM mysql.stand_in_rows;
    END IF;
    IF rc <> 0 THEN SELECT msg AS ERROR; END IF;
  END`;

const CREATE = `
  CREATE PROCEDURE mysql.cloudsql_create_audit_rule (${RULE}, IN reload_mode SMALLINT, ${ANSWER})
  BEGIN
    START TRANSACTION;
    INSERT INTO mysql.audit_log_rules (username, dbname, object, operation, op_result) VALUES (user, db, obj, ops, op_result);
    CALL mysql.stand_in_expand(LAST_INSERT_ID(), user, db, obj, ops, op_result, rc, msg);
    IF rc = 0 THEN COMMIT; CALL mysql.cloudsql_reload_audit_rule(reload_mode); ELSE ROLLBACK; END IF;
  END`;

const UPDATE = `
  CREATE PROCEDURE mysql.cloudsql_update_audit_rule (IN rule BIGINT, ${RULE}, IN reload_mode SMALLINT, ${ANSWER})
  BEGIN
    START TRANSACTION;
    DELETE FROM mysql.audit_log_rules_expanded WHERE rule_id = rule;
    UPDATE mysql.audit_log_rules SET username = COALESCE(user, username), dbname = COALESCE(db, dbname),
      object = COALESCE(obj, object), operation = COALESCE(ops, operation), audit_log_rules.op_result = COALESCE(op_result, audit_log_rules.op_result)
      WHERE id = rule;
    SELECT username, dbname, object, operation, audit_log_rules.op_result INTO user, db, obj, ops, op_result
      FROM mysql.audit_log_rules WHERE id = rule;
    CALL mysql.stand_in_expand(rule, user, db, obj, ops, op_result, rc, msg);
    IF rc = 0 THEN COMMIT; CALL mysql.cloudsql_reload_audit_rule(reload_mode); ELSE ROLLBACK; END IF;
  END`;

const DELETE = `
  CREATE PROCEDURE mysql.cloudsql_delete_audit_rule (IN rules VARCHAR(2048), IN reload_mode INT, ${ANSWER})
  BEGIN
    SET rc = 0, msg = NULL;
    IF @@GLOBAL.read_only = 1 THEN SET rc = 10, msg = 'The server is read-only';
    ELSEIF rules REGEXP '[^0-9,]' THEN SET rc = 5, msg = 'The ids must be numeric';
    ELSE
      DELETE FROM mysql.audit_log_rules WHERE FIND_IN_SET(id, rules);
      DELETE FROM mysql.audit_log_rules_expanded WHERE FIND_IN_SET(rule_id, rules);
      CALL mysql.cloudsql_reload_audit_rule(reload_mode);
    END IF;
    IF rc <> 0 THEN SELECT msg AS ERROR; END IF;
  END`;

/** The rules that the plugin goes by: those of the last reload. */
const RELOAD = `
  CREATE PROCEDURE mysql.cloudsql_reload_audit_rule (IN reload_mode INT)
  BEGIN
    IF reload_mode <> 0 THEN
      DELETE FROM mysql.stand_in_loaded;
      INSERT INTO mysql.stand_in_loaded SELECT * FROM mysql.audit_log_rules;
    END IF;
  END`;

const TABLES: Readonly<Record<string, string>> = {
  audit_log_rules: `id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, username VARCHAR(2048) NOT NULL, dbname VARCHAR(2048) NOT NULL,
    object VARCHAR(2048) NOT NULL, operation VARCHAR(2048) NOT NULL, op_result CHAR(1) NOT NULL`,
  audit_log_rules_expanded: `rule_id BIGINT NOT NULL, userdef VARCHAR(288) NOT NULL, dbname VARCHAR(64) NOT NULL,
    object VARCHAR(64) NOT NULL, operation VARCHAR(32) NOT NULL, op_result CHAR(1) NOT NULL`,
  audit_log_supported_ops: 'op_name VARCHAR(32) NOT NULL PRIMARY KEY',
  stand_in_loaded: `id BIGINT NOT NULL, username VARCHAR(2048) NOT NULL, dbname VARCHAR(2048) NOT NULL,
    object VARCHAR(2048) NOT NULL, operation VARCHAR(2048) NOT NULL, op_result CHAR(1) NOT NULL`,
};
const PROCEDURES: Readonly<Record<string, string>> = {
  stand_in_expand: EXPAND,
  cloudsql_create_audit_rule: CREATE,
  cloudsql_update_audit_rule: UPDATE,
  cloudsql_delete_audit_rule: DELETE,
  cloudsql_reload_audit_rule: RELOAD,
};

/**
 * Cloud SQL's procedures and tables for the rules of its audit log, as documented and as others found them: by what they take, refuse
 * and answer ("Use MySQL database auditing", Cloud SQL, read 2026-11). Nothing records by these rules here.
 */
export async function standInForCloudSqlAudit(root: Connection): Promise<void> {
  for (const [name, columns] of Object.entries(TABLES)) {
    await root.query(`DROP TABLE IF EXISTS mysql.${name}`);
    await root.query(
      `CREATE TABLE mysql.${name} (${columns}) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    );
  }
  for (const name of OPERATIONS)
    await root.query('INSERT INTO mysql.audit_log_supported_ops VALUES (?)', [name]);
  for (const [name, procedure] of Object.entries(PROCEDURES)) {
    await root.query(`DROP PROCEDURE IF EXISTS mysql.${name}`);
    await root.query(procedure);
  }
}

/** MariaDB's own plugin, which stands in for Cloud SQL's: it is there, or it is not. */
export async function setAuditPlugin(root: Connection, active: boolean): Promise<void> {
  const [rows] = await root.query(
    `SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'SERVER_AUDIT'`,
  );
  const there = (rows as unknown[]).length > 0;
  if (active && !there) await root.query(`INSTALL SONAME 'server_audit'`);
  if (!active && there) await root.query(`UNINSTALL SONAME 'server_audit'`);
}
