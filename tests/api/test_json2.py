"""An integrator's view: each step of a policy's life by key, and nobody else's."""

import requests

POLICY = "insurance.policy"


def first_id(call, model, domain):
    """Return the id of the first record found."""
    return call(model, "search", domain=domain, limit=1).json()[0]


def state_of(call, model, record_id):
    """Return the state of a record."""
    answer = call(model, "read", ids=[record_id], fields=["state"])
    return answer.json()[0]["state"]


def test_a_wrong_key_is_refused(odoo_server):
    answer = requests.post(
        f"{odoo_server.url}/json/2/{POLICY}/search",
        headers={"Authorization": "bearer 0123456789abcdef"},
        json={"domain": []},
        timeout=60,
    )
    assert answer.status_code == 401


def test_a_proposal_goes_from_draft_to_premium_due_and_its_terms_stand(api_of):
    call = api_of("underwriter")
    draft = first_id(call, POLICY, [("state", "=", "draft")])
    assert call(POLICY, "action_submit", ids=[draft]).status_code == 200
    assert state_of(call, POLICY, draft) == "pending"
    refused = call(POLICY, "write", ids=[draft], vals={"term_years": 3})
    assert refused.status_code == 422
    assert "stay as they were paid for" in refused.json()["message"]


def test_the_underwriter_approves_and_the_number_is_given(api_of):
    call = api_of("underwriter")
    waiting = first_id(call, POLICY, [("state", "=", "pending_approval")])
    assert call(POLICY, "action_approve", ids=[waiting]).status_code == 200
    fields = ["state", "policy_number", "date_end"]
    [policy] = call(POLICY, "read", ids=[waiting], fields=fields).json()
    assert policy["state"] == "approved"
    assert policy["policy_number"]
    assert policy["date_end"]
    again = call(POLICY, "action_approve", ids=[waiting])
    assert again.status_code == 422


def test_the_state_is_not_written_from_outside(api_of):
    call = api_of("manager")
    waiting = first_id(call, POLICY, [("state", "=", "pending_approval")])
    refused = call(POLICY, "write", ids=[waiting], vals={"state": "approved"})
    assert refused.status_code == 422
    assert state_of(call, POLICY, waiting) == "pending_approval"


def test_private_methods_are_not_there(api_of):
    call = api_of("manager")
    waiting = first_id(call, POLICY, [("state", "=", "pending_approval")])
    for method in ("_move", "_record", "_put_in_force", "_accrue_commissions"):
        assert call(POLICY, method, ids=[waiting]).status_code in (403, 404)
    assert state_of(call, POLICY, waiting) == "pending_approval"


def test_an_accountant_approves_no_proposal(api_of):
    call = api_of("accountant")
    waiting = first_id(call, POLICY, [("state", "=", "pending_approval")])
    assert call(POLICY, "action_approve", ids=[waiting]).status_code == 403


def test_a_customer_sees_his_own_policies_only(api_of):
    everybody = api_of("manager")(POLICY, "search_count", domain=[]).json()
    call = api_of("customer")
    own = call(POLICY, "search", domain=[]).json()
    assert 0 < len(own) < everybody
    others = api_of("manager")(
        POLICY, "search", domain=[("id", "not in", own)], limit=5
    )
    for other in others.json():
        answer = call(POLICY, "read", ids=[other], fields=["name"])
        assert answer.status_code == 403
        assert "Traceback" not in answer.json()["message"]


def test_an_agent_reads_his_wallet_and_not_his_sponsors(api_of):
    call = api_of("agent")
    [me] = call(
        "mlm.agent", "search", domain=[("sponsor_id", "!=", False)], limit=1
    ).json()
    wallet = call("mlm.agent", "read_wallet", ids=[me]).json()
    assert wallet["available"] == wallet["balance"] - wallet["reserved"]
    for secret in ("pan", "aadhaar_last4", "bank_account_id", "wallet_balance"):
        assert call("mlm.agent", "read", ids=[me], fields=[secret]).status_code == 403
    tops = api_of("manager")("mlm.agent", "search", domain=[("level", "=", 1)]).json()
    assert call("mlm.agent", "read", ids=tops, fields=["code"]).status_code == 403


def test_an_agent_draws_on_no_other_wallet(api_of):
    rich = api_of("manager")(
        "mlm.agent", "search", domain=[("level", "=", 1)], limit=1
    ).json()
    answer = api_of("agent")("mlm.agent", "request_withdrawal", ids=rich, amount=500)
    assert answer.status_code == 403


def test_a_refused_withdrawal_says_every_reason(api_of):
    call = api_of("agent")
    domain = [("sponsor_id", "!=", False), ("state", "=", "active")]
    me = call("mlm.agent", "search", domain=domain, order="id", limit=1).json()
    answer = call("mlm.agent", "request_withdrawal", ids=me, amount=10_000_000)
    assert answer.status_code in (403, 422)
    assert "can be withdrawn now" in answer.json()["message"]
