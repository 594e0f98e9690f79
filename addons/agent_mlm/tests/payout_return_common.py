import base64

from .payout_common import PayoutCommon

HEADER = "Reference,Amount,Status,Remarks,UTR No"
MAPPING = {
    "reference": "Reference",
    "amount": "Amount",
    "status": "Status",
    "reason": "Remarks",
    "utr": "UTR No",
}


class ReturnCommon(PayoutCommon):
    """A sent batch of two payments of 100 and 250.50, and answers of the bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.generic._keep_return_mapping(MAPPING)
        cls.payout = cls.sent(100, 250.50)
        cls.one, cls.two = cls.payout.withdrawal_ids.sorted("id")

    def wizard(self, content, **vals):
        content = content if isinstance(content, bytes) else content.encode()
        return (
            self.env["mlm.payout.return.import"]
            .with_user(self.accountant)
            .create(
                {
                    "file": base64.b64encode(content),
                    "file_name": "answer.csv",
                    "template_id": self.generic.id,
                    "date": "2026-05-06",
                    **vals,
                }
            )
        )

    def answer(self, *rows, **vals):
        """Return the return of a file of these rows, with our usual header."""
        action = self.wizard("\n".join([HEADER, *rows]), **vals).action_read()
        return self.env[action["res_model"]].browse(action["res_id"])

    def row(self, withdrawal, status="Success", utr="", reason="", amount=None):
        amount = withdrawal.amount if amount is None else amount
        return f"{withdrawal.bank_reference},{amount},{status},{reason},{utr}"

    def apply(self, answer):
        """Press "Apply" as the accountant; return what the steps answered."""
        return self.run_steps(answer.with_user(self.accountant).action_apply())

    def assert_verdicts(self, answer, *verdicts):
        lines = answer.line_ids.sorted("row_number")
        self.assertEqual(lines.mapped("verdict"), list(verdicts))
        return lines
