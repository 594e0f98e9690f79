from odoo import Command, fields
from odoo.tests import freeze_time, new_test_user

from odoo.addons.agent_mlm.tests.common import MlmCommon

TODAY = fields.Date.to_date("2026-06-15")


@freeze_time(f"{TODAY} 09:00:00")
class PolicyCommon(MlmCommon):
    """Farmers, cows, plans and policies, built the way the office makes them.

    A plan of 4.5 % a year on a cow worth Rs 50,000: premium 2,250.00, GST 405.00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gujarat = cls.env.ref("base.state_in_gj")
        cls.company.state_id = cls.gujarat
        cls.customer = cls.farmer("Ramesh Patel")
        cls.breed = cls.env["cattle.breed"].search(
            [("species", "=", "cattle")], limit=1
        )
        cls.insurance_plan = cls.insurance_plan_of((1, 4.5), (2, 8), (3, 11))
        cls.bank = cls.bank_journal
        cls.underwriter = cls.staff("underwriter")
        cls.premium_income = cls.company.insurance_premium_account_id
        cls.receivable = cls.customer.property_account_receivable_id

    @classmethod
    def staff(cls, role):
        """Return a user of our group ``role`` in the insurance office."""
        groups = f"cattle_insurance.cattle_insurance_group_{role}"
        return new_test_user(cls.env, login=f"cattle_test_{role}", groups=groups)

    @classmethod
    def farmer(cls, name="Farmer", **vals):
        """Return a customer in Gujarat with a mobile and an e-mail."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_cattle_owner": True,
                "phone": f"98765{next(cls.numbers):05d}",
                "email": f"farmer{next(cls.numbers)}@example.com",
                "state_id": cls.gujarat.id,
                "country_id": cls.env.ref("base.in").id,
                **vals,
            }
        )

    @classmethod
    def cow(cls, owner=None, **vals):
        """Return a tagged milch cow of five years, worth Rs 50,000."""
        return cls.env["cattle.animal"].create(
            {
                "species": "cattle",
                "animal_class": "milch",
                "breed_id": cls.breed.id,
                "age_years": 5,
                "owner_id": (owner or cls.customer).id,
                "market_value": 50_000,
                "tag_number": f"{next(cls.numbers):012d}",
                **vals,
            }
        )

    @classmethod
    def insurance_plan_of(cls, *rates, **vals):
        """Return a plan with (years, per cent) rates, for milch cows of 2 to 10."""
        insurer = cls.env["res.partner"].create(
            {"name": "Bharat General Insurance", "is_company": True}
        )
        return cls.env["insurance.plan"].create(
            {
                "name": f"Pashu Suraksha {next(cls.numbers)}",
                "insurer_id": insurer.id,
                "product_name": "Cattle and Buffalo Insurance",
                "uin": "IRDANTEST0001V01",
                "rate_ids": [
                    Command.create(
                        {"term_years": years, "rate": rate, "date_start": "2020-01-01"}
                    )
                    for years, rate in rates
                ],
                "age_ids": [
                    Command.create(
                        {
                            "species": "cattle",
                            "animal_class": "milch",
                            "age_min_years": 2,
                            "age_max_years": 10,
                        }
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def propose(cls, animal=None, **vals):
        """Return a draft proposal."""
        return cls.env["insurance.policy"].create(
            {
                "animal_id": (animal or cls.cow()).id,
                "plan_id": cls.insurance_plan.id,
                **vals,
            }
        )

    @classmethod
    def submit(cls, animal=None, **vals):
        """Return a proposal whose premium is due."""
        policy = cls.propose(animal, **vals)
        policy.action_submit()
        return policy

    @classmethod
    def pay(cls, policies, day=None):
        """Receive the premiums at the bank."""
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=policies.invoice_id.ids
        ).create(
            {
                "group_payment": False,
                "journal_id": cls.bank.id,
                "payment_date": day or fields.Date.today(),
            }
        ).action_create_payments()
        return policies

    @classmethod
    def paid(cls, animal=None, **vals):
        """Return a proposal that waits for the underwriter."""
        return cls.pay(cls.submit(animal, **vals))

    @classmethod
    def in_force(cls, animal=None, **vals):
        """Return a policy in force since today."""
        policy = cls.paid(animal, **vals)
        policy.with_user(cls.underwriter).action_approve()
        return policy

    @classmethod
    def in_states(cls):
        """Return one policy in each state, by state."""
        rejected, cancelled, closed, expired = (cls.paid() for _policy in range(4))
        rejected.action_reject("The photos show another animal")
        (cancelled + closed + expired).action_approve()
        cancelled.action_cancel("Sold")
        closed.action_close("Claim settled")
        with freeze_time("2027-06-20"):
            expired._expire_batch()
        return {
            "draft": cls.propose(),
            "pending": cls.submit(),
            "pending_approval": cls.paid(),
            "approved": cls.in_force(),
            "rejected": rejected,
            "cancelled": cancelled,
            "closed": closed,
            "expired": expired,
        }
