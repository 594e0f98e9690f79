"""An office to measure: 310 agents in three levels, and proposals in the queue."""

from datetime import date, timedelta

from odoo.fields import Command

TOPS, MIDS, SELLERS = 10, 50, 250
FARMERS = 200
TODAY = date.today()  # noqa: DTZ011  the office's day; UTC is this process's zone
_FAR_AHEAD = timedelta(days=3_650)


def open_office(env, policies):
    """Create agents, farmers and so many proposals that wait for approval."""
    env = env(context={**env.context, "tracking_disable": True})
    env.company.state_id = env.ref("base.state_in_gj")
    _hire(env, "underwriter", "cattle_insurance.cattle_insurance_group_underwriter")
    _hire(env, "accountant", "agent_mlm.agent_mlm_group_accountant")
    sellers = _admit_agents(env)
    animals = _register_animals(env, policies)
    queue(env, propose(env, animals, sellers))


def propose(env, animals, sellers):
    """Return draft proposals for `animals`, the sellers taking turns."""
    plan = env["insurance.plan"].search([], limit=1) or _make_plan(env)
    return env["insurance.policy"].create(
        [
            {
                "animal_id": animal.id,
                "plan_id": plan.id,
                "agent_id": sellers[index % len(sellers)].id,
            }
            for index, animal in enumerate(animals)
        ]
    )


def queue(env, policies):
    """Bring drafts to *pending approval*, each with its posted invoice.

    The invoices are marked paid without payments: a thousand payments take minutes
    in Odoo's accounting, and no approval looks at them.
    """
    policies.action_submit()
    policies._move("pending_approval", paid_on=TODAY)
    policies.invoice_id.write({"payment_state": "paid"})
    env.flush_all()


def earn(env, count, each):
    """Return so many pending commissions of sales that are only named.

    :param float each: rupees an agent earns in all
    """
    agents = env["mlm.agent"].search([("state", "=", "active")])
    plan = env.company.mlm_commission_plan_id
    amount = plan.currency_id.round(each * len(agents) / count)
    vals = {
        "res_model": "res.partner",
        "date_sale": TODAY,
        "level": 1,
        "company_id": env.company.id,
        "currency_id": plan.currency_id.id,
        "plan_id": plan.id,
        "kind": "percentage",
        "rate": 10,
        "amount_base": amount * 10,
        "amount": amount,
        "state": "pending",
        "reversal_number": 0,
    }
    owners = [agents[number % len(agents)].id for number in range(count)]
    return env["mlm.commission"]._insert(
        [
            {
                **vals,
                "res_id": number,
                "source_name": f"SALE/{number}",
                "agent_id": owner,
                "seller_id": owner,
            }
            for number, owner in enumerate(owners, 1)
        ]
    )


def as_user(env, login):
    """Return `env` as the user `login` has it, without his language or time zone."""
    user = env["res.users"].search([("login", "=", login)])
    return env(user=user.id)


def _hire(env, login, group):
    env["res.users"].create(
        {"name": login, "login": login, "group_ids": [Command.link(env.ref(group).id)]}
    )


def _admit_agents(env):
    """Return the sellers; each five have a sponsor, each five of those a top."""
    tops = _admit(env, 0, [None] * TOPS)
    mids = _admit(env, TOPS, [tops[index // 5] for index in range(MIDS)])
    return _admit(env, TOPS + MIDS, [mids[index // 5] for index in range(SELLERS)])


def _admit(env, offset, sponsors):
    """Return admitted agents, one for each of `sponsors`, numbered from `offset`."""
    numbers = range(offset + 1, offset + 1 + len(sponsors))
    partners = env["res.partner"].create(
        [{"name": f"Agent {number}"} for number in numbers]
    )
    accounts = env["res.partner.bank"].create(
        [
            {
                "partner_id": partner.id,
                "acc_number": f"7700{number:08d}",
                "ifsc": "SBIN0001234",
            }
            for number, partner in zip(numbers, partners, strict=True)
        ]
    )
    agents = env["mlm.agent"].create(
        [
            {
                "partner_id": account.partner_id.id,
                "sponsor_id": sponsor and sponsor.id,
                "licence_number": f"LIC{number}",
                "licence_type": "posp",
                "licence_date_end": TODAY + _FAR_AHEAD,
                "pan": f"ABCPK{number:04d}L",
                "aadhaar_last4": f"{number:04d}",
                "bank_account_id": account.id,
            }
            for number, account, sponsor in zip(
                numbers, accounts, sponsors, strict=True
            )
        ]
    )
    agents.action_verify_kyc()
    agents.action_approve()
    return agents


def _register_animals(env, count):
    farmers = env["res.partner"].create(
        [
            {
                "name": f"Farmer {number}",
                "is_cattle_owner": True,
                "state_id": env.ref("base.state_in_gj").id,
                "country_id": env.ref("base.in").id,
            }
            for number in range(FARMERS)
        ]
    )
    breed = env["cattle.breed"].search([("species", "=", "cattle")], limit=1)
    return env["cattle.animal"].create(
        [
            {
                "species": "cattle",
                "animal_class": "milch",
                "breed_id": breed.id,
                "age_years": 5,
                "owner_id": farmers[number % FARMERS].id,
                "market_value": 40_000 + 100 * (number % 200),
                "tag_number": f"{number + 1:012d}",
            }
            for number in range(count)
        ]
    )


def _make_plan(env):
    insurer = env["res.partner"].create({"name": "Insurer", "is_company": True})
    rate = {"term_years": 1, "rate": 4.5, "date_start": "2020-01-01"}
    ages = {
        "species": "cattle",
        "animal_class": "milch",
        "age_min_years": 2,
        "age_max_years": 10,
    }
    return env["insurance.plan"].create(
        {
            "name": "Measured plan",
            "insurer_id": insurer.id,
            "product_name": "Cattle Insurance",
            "uin": "IRDANBENCH001V01",
            "rate_ids": [Command.create(rate)],
            "age_ids": [Command.create(ages)],
        }
    )
