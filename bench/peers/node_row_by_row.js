// The design most hand-written back ends use: one transaction for each approval, the
// commissions and wallets row by row. PG* variables say where the database is.
//
// usage: node node_row_by_row.js pg|sequelize CONNECTIONS
"use strict";

const RATES = [10, 5, 2];
const [library, connections] = [process.argv[2], Number(process.argv[3])];

const share = (premium, level) => ((premium * RATES[level]) / 100).toFixed(2);

function withPg() {
    const { Pool } = require("pg");
    const pool = new Pool({ max: connections });

    async function approve(id) {
        const client = await pool.connect();
        try {
            await client.query("BEGIN");
            const approved = await client.query(
                "UPDATE policies SET status = 'approved', approved_at = now()" +
                    " WHERE id = $1 AND status = 'paid' RETURNING agent_id, premium",
                [id]
            );
            const { agent_id: seller, premium } = approved.rows[0];
            await pay(client, id, seller, premium);
            await client.query("COMMIT");
        } catch (error) {
            await client.query("ROLLBACK");
            throw error;
        } finally {
            client.release();
        }
    }

    async function pay(client, id, seller, premium) {
        let next = seller;
        for (let level = 0; level < RATES.length && next; level++) {
            const found = await client.query(
                "SELECT id, parent_id FROM agents WHERE id = $1",
                [next]
            );
            const agent = found.rows[0];
            const amount = share(premium, level);
            await client.query(
                "INSERT INTO commissions (policy_id, agent_id, level, amount)" +
                    " VALUES ($1, $2, $3, $4) RETURNING id",
                [id, agent.id, level + 1, amount]
            );
            await client.query("UPDATE agents SET wallet = wallet + $1 WHERE id = $2", [
                amount,
                agent.id,
            ]);
            next = agent.parent_id;
        }
    }

    async function waiting() {
        const found = await pool.query("SELECT id FROM policies ORDER BY id");
        return found.rows.map((row) => row.id);
    }

    return { approve, waiting, close: () => pool.end() };
}

function withSequelize() {
    const { Sequelize, DataTypes } = require("sequelize");
    const env = process.env;
    const sequelize = new Sequelize(env.PGDATABASE, env.PGUSER, env.PGPASSWORD, {
        host: env.PGHOST,
        port: Number(env.PGPORT),
        dialect: "postgres",
        logging: false,
        define: { timestamps: false },
        pool: { max: connections, min: connections },
    });
    const Agent = sequelize.define("agents", {
        parent_id: DataTypes.INTEGER,
        wallet: DataTypes.DECIMAL,
    });
    const Policy = sequelize.define("policies", {
        agent_id: DataTypes.INTEGER,
        premium: DataTypes.DECIMAL,
        status: DataTypes.TEXT,
        approved_at: DataTypes.DATE,
    });
    const Commission = sequelize.define("commissions", {
        policy_id: DataTypes.INTEGER,
        agent_id: DataTypes.INTEGER,
        level: DataTypes.INTEGER,
        amount: DataTypes.DECIMAL,
        status: DataTypes.TEXT,
    });

    const approve = (id) =>
        sequelize.transaction(async (transaction) => {
            const lock = transaction.LOCK.UPDATE;
            const policy = await Policy.findByPk(id, { transaction, lock });
            const decision = { status: "approved", approved_at: new Date() };
            await policy.update(decision, { transaction });
            await pay(policy, transaction);
        });

    async function pay(policy, transaction) {
        let next = policy.agent_id;
        for (let level = 0; level < RATES.length && next; level++) {
            const agent = await Agent.findByPk(next, { transaction });
            const amount = share(policy.premium, level);
            await Commission.create(
                {
                    policy_id: policy.id,
                    agent_id: agent.id,
                    level: level + 1,
                    amount,
                    status: "approved",
                },
                { transaction }
            );
            const where = { id: agent.id };
            await Agent.increment({ wallet: amount }, { where, transaction });
            next = agent.parent_id;
        }
    }

    async function waiting() {
        const found = await Policy.findAll({ attributes: ["id"], order: ["id"] });
        return found.map((policy) => policy.id);
    }

    return { approve, waiting, close: () => sequelize.close() };
}

async function main() {
    const peer = library === "pg" ? withPg() : withSequelize();
    const ids = await peer.waiting();
    const started = process.hrtime.bigint();
    async function work() {
        while (ids.length) {
            await peer.approve(ids.shift());
        }
    }
    await Promise.all(Array.from({ length: connections }, work));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    console.log(JSON.stringify({ seconds }));
    await peer.close();
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
