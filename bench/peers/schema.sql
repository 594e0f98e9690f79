-- plain tables of a hand-written back end; 310 agents: 10 tops, 50 mids, 250 sellers
CREATE TABLE agents (
    id serial PRIMARY KEY,
    parent_id int REFERENCES agents (id),
    name text,
    wallet numeric(14, 2) NOT NULL DEFAULT 0
);
CREATE INDEX ON agents (parent_id);
CREATE TABLE policies (
    id serial PRIMARY KEY,
    agent_id int NOT NULL REFERENCES agents (id),
    premium numeric(12, 2) NOT NULL,
    status text NOT NULL DEFAULT 'paid',
    approved_at timestamptz
);
CREATE INDEX ON policies (agent_id);
CREATE INDEX ON policies (status);
CREATE TABLE commissions (
    id bigserial PRIMARY KEY,
    policy_id int NOT NULL REFERENCES policies (id),
    agent_id int NOT NULL REFERENCES agents (id),
    level smallint NOT NULL,
    amount numeric(12, 2) NOT NULL,
    status text NOT NULL DEFAULT 'approved',
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (policy_id, level)
);
CREATE INDEX ON commissions (agent_id, status);
INSERT INTO agents (parent_id, name)
SELECT NULL, 'top ' || i FROM generate_series(1, 10) i;
INSERT INTO agents (parent_id, name)
SELECT (i - 1) / 5 + 1, 'mid ' || i FROM generate_series(1, 50) i;
INSERT INTO agents (parent_id, name)
SELECT 10 + (i - 1) / 5 + 1, 'seller ' || i FROM generate_series(1, 250) i;
