import base64
import hashlib
import io

import openpyxl
import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models import mlm_payout_batch_file
from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestPayoutFile(PayoutCommon):
    """Written once, frozen with its hash, the same bytes for ever."""

    def content(self, batch):
        return batch.with_user(self.accountant).read_file()[1]

    def test_the_hash_is_that_of_the_bytes(self):
        batch = self.sent(100)
        content = self.content(batch)
        self.assertEqual(hashlib.sha256(content).hexdigest(), batch.file_sha256)
        self.assertEqual(batch.file_name, batch.name.replace("/", "-") + ".csv")

    def test_a_later_download_gives_the_same_bytes(self):
        batch = self.sent(100)
        before = self.content(batch)
        self.generic.narration = "Changed"
        batch.withdrawal_ids.agent_id.partner_id.email = "other@example.com"
        self.process(batch.withdrawal_ids)
        self.assertEqual(self.content(batch), before)

    def test_every_download_is_noted(self):
        batch = self.sent(100)
        before = len(batch.message_ids)
        self.content(batch)
        self.content(batch)
        self.assertEqual(len(batch.message_ids), before + 2)
        note = batch.message_ids[0]
        self.assertIn("downloaded the file", note.body)
        self.assertEqual(note.author_id, self.accountant.partner_id)

    def test_a_batch_that_is_not_sent_has_no_file(self):
        batch = self.batch(self.ask_approved(self.payee(), 5))
        self.assert_refused(UserError, "no file", batch.read_file)

    def test_the_file_can_not_be_read_around_its_note(self):
        batch = self.sent(100).with_user(self.accountant)
        with self.assertRaises(AccessError):
            batch.read(["file"])

    def test_nobody_writes_the_file(self):
        batch, vals = self.sent(100), {"file": base64.b64encode(b"x")}
        for user in (self.accountant, self.manager, self.env.user):
            with self.subTest(user=user.login):
                self.assert_refused(
                    UserError, "on record", batch.with_user(user).write, vals
                )

    def test_the_database_refuses_another_file(self):
        batch = self.sent(100)
        self.env.flush_all()
        other = base64.b64encode(b"another file")
        for statement, values in (
            ("UPDATE mlm_payout_batch SET file = %s WHERE id = %s", (other, batch.id)),
            ("UPDATE mlm_payout_batch SET file = NULL WHERE id = %s", (batch.id,)),
            (
                "UPDATE mlm_payout_batch SET file_sha256 = 'x' WHERE id = %s",
                (batch.id,),
            ),
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, values)

    def test_the_template_counts_as_it_was_confirmed(self):
        batch = self.batch(self.ask_approved(self.payee(), 5))
        batch.with_user(self.second).action_confirm()
        self.generic.column_ids.filtered(lambda c: c.source == "mobile").unlink()
        self.generic.delimiter = "pipe"
        self.assertEqual(
            self.rows_of(self.send(batch))[0],
            "Mode,Debit Account,Beneficiary Name,Account Number,IFSC,Amount,Date,"
            "Reference,Narration,Mobile,Email",
        )

    def test_an_export_killed_in_the_middle_goes_on_and_gives_the_same_file(self):
        rows = self.env["mlm.withdrawal"].union(
            *(self.ask_approved(self.payee(), 10 + index) for index in range(5))
        )
        batch = self.batch(rows, date="2026-05-04")
        batch.with_user(self.second).action_confirm()
        self.patch(mlm_payout_batch_file, "PART_ROWS", 2)
        batch.with_user(self.accountant).action_send()
        first = batch.with_user(self.accountant).step_send()
        self.assertEqual((first["done"], first["next"]), (2, False))
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            batch.with_user(self.accountant).step_send()
            raise ZeroDivisionError  # the worker is killed before the commit
        self.assertEqual(len(batch.part_ids), 1)
        answers = []
        while not answers or not answers[-1]["next"]:
            answers.append(batch.with_user(self.accountant).step_send())
        self.assertEqual([answer["done"] for answer in answers], [4, 5, 5])
        lines = self.rows_of(batch)
        self.assertEqual(
            [line.split(",")[5] for line in lines[1:]],
            ["10.00", "11.00", "12.00", "13.00", "14.00"],
        )
        self.assertFalse(batch.part_ids)

    def test_a_step_after_the_last_one_changes_nothing(self):
        batch = self.sent(100)
        content, moment = self.content(batch), batch.sent_at
        answer = batch.with_user(self.accountant).step_send()
        self.assertTrue(answer["next"])
        self.assertEqual((self.content(batch), batch.sent_at), (content, moment))

    def test_leaving_a_row_out_throws_rendered_parts_away(self):
        one, two = (
            self.ask_approved(self.payee(), 5),
            self.ask_approved(self.payee(), 6),
        )
        batch = self.batch(one + two)
        batch.with_user(self.second).action_confirm()
        self.patch(mlm_payout_batch_file, "PART_ROWS", 1)
        batch.with_user(self.accountant).action_send()
        batch.with_user(self.accountant).step_send()
        batch._leave_out({one: "gone"})
        self.assertFalse(batch.part_ids)
        self.assertEqual(len(self.rows_of(self.send(batch))), 2)


@tagged("post_install", "-at_install")
class TestPayoutDownload(PayoutCommon, HttpCase):
    """The download in a browser: for accountants only."""

    def get(self, batch, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/agent_mlm/payout_batch/{batch.id}/file")

    def test_an_accountant_gets_the_bytes(self):
        batch = self.sent(100)
        answer = self.get(batch, self.accountant)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(hashlib.sha256(answer.content).hexdigest(), batch.file_sha256)
        self.assertIn(batch.file_name, answer.headers["Content-Disposition"])
        self.env.invalidate_all()
        self.assertIn("downloaded", batch.message_ids[0].body)

    def test_an_officer_does_not(self):
        with mute_logger("odoo.http"):
            self.assertEqual(self.get(self.sent(100), self.officer).status_code, 403)

    def test_a_batch_that_is_not_there_is_not_found(self):
        missing = self.env["mlm.payout.batch"].new({}).browse(2**31 - 1)
        self.assertEqual(self.get(missing, self.accountant).status_code, 404)

    def test_the_generic_way_to_contents_is_shut(self):
        batch = self.sent(100)
        self.authenticate(self.accountant.login, self.accountant.login)
        url = f"/web/content/mlm.payout.batch/{batch.id}/file?download=true"
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(url).status_code, 200)


@tagged("post_install", "-at_install")
class TestPayoutLayouts(PayoutCommon):
    """Each bank's file, written out by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_payout_alone_maximum = 10_000_000
        cls.near = cls.payee(500_000, name="Sita Devi")
        cls.near.partner_id.write({"phone": "+91 98765 43210", "email": "s@d.in"})
        cls.far = cls.payee(500_000, name="Ramesh Kumar Chandrakant Patel")

    def sheet(self, key, near_ifsc):
        """Return the cells of a batch of three payments by the template ``key``."""
        self.near.bank_account_id.ifsc = near_ifsc
        self.near.action_verify_bank()
        rows = self.env["mlm.withdrawal"].union(
            self.ask_approved(self.near, 1_234.5),
            self.ask_approved(self.far, 199_999.99),
            self.ask_approved(self.far, 200_000),
        )
        template = self.env.ref(f"agent_mlm.mlm_payout_template_{key}")
        batch = self.send(self.batch(rows, template, date="2026-05-04"))
        self.numbers = [name.replace("/", "") for name in rows.mapped("name")]
        self.spaced = [name.replace("/", " ") for name in rows.mapped("name")]
        self.account = [row.bank_account_number for row in rows]
        name, content = batch.with_user(self.accountant).read_file()
        if name.endswith("csv"):
            return content.decode("ascii").split("\r\n")
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [list(row) for row in book.active.iter_rows(values_only=True)]

    def test_generic_neft(self):
        lines = self.sheet("generic", "ICIC0000002")
        (one, two, three), (first, second) = self.numbers, self.account[:2]
        spaced = self.spaced
        self.assertEqual(
            lines,
            [
                "Mode,Debit Account,Beneficiary Name,Account Number,IFSC,Amount,Date,"
                "Reference,Narration,Mobile,Email",
                f"FT,50200011112222,Sita Devi,{first},ICIC0000002,1234.50,04/05/2026,"
                f"{one},Commission {spaced[0]},9876543210,s@d.in",
                "NEFT,50200011112222,Ramesh Kumar Chandrakant Patel,"
                f"{second},SBIN0001234,199999.99,04/05/2026,"
                f"{two},Commission {spaced[1]},,",
                "RTGS,50200011112222,Ramesh Kumar Chandrakant Patel,"
                f"{second},SBIN0001234,200000.00,04/05/2026,"
                f"{three},Commission {spaced[2]},,",
                "",
            ],
        )

    def test_icici_19_columns(self):
        rows = self.sheet("icici", "ICIC0000002")
        (one, two, three), (first, second) = self.numbers, self.account[:2]
        batch = self.near.withdrawal_ids.batch_id.name.replace("/", " ")
        narration = [f"Commission {spaced}" for spaced in self.spaced]
        self.assertEqual(
            rows,
            [
                [
                    *("PYMT_PROD_TYPE_CODE", "PYMT_MODE", "DEBIT_ACC_NO", "BNF_NAME"),
                    *("BENE_ACC_NO", "BENE_IFSC", "AMOUNT", "DEBIT_NARR"),
                    *("CREDIT_NARR", "MOBILE_NUM", "EMAIL_ID", "REMARK"),
                    *("PYMT_DATE", "REF_NO", "ADDL_INFO1", "ADDL_INFO2"),
                    *("ADDL_INFO3", "ADDL_INFO4", "ADDL_INFO5"),
                ],
                [
                    *("PAB_VENDOR", "FT", "50200011112222", "Sita Devi"),
                    *(first, "ICIC0000002", "1234.50", narration[0]),
                    *(narration[0], "9876543210", "s@d.in", batch),
                    *("04-05-2026", one, *[None] * 5),
                ],
                [
                    *("PAB_VENDOR", "NEFT", "50200011112222"),
                    *("Ramesh Kumar Chandrakant Patel", second, "SBIN0001234"),
                    *("199999.99", narration[1], narration[1], None, None, batch),
                    *("04-05-2026", two, *[None] * 5),
                ],
                [
                    *("PAB_VENDOR", "RTGS", "50200011112222"),
                    *("Ramesh Kumar Chandrakant Patel", second, "SBIN0001234"),
                    *("200000.00", narration[2], narration[2], None, None, batch),
                    *("04-05-2026", three, *[None] * 5),
                ],
            ],
        )

    def test_sbi_cmp(self):
        lines = self.sheet("sbi", "SBIN0000002")
        (one, two, three), (first, second) = self.numbers, self.account[:2]
        self.assertEqual(
            lines,
            [
                "Debit Account No,Beneficiary Name,Account No,IFSC,Amount,"
                "Payment Type,Narration,Mobile,Email,Value Date",
                f"50200011112222,Sita Devi,{first},SBIN0000002,1234.50,FT,{one},"
                "9876543210,s@d.in,04/05/2026",
                f"50200011112222,Ramesh Kumar Chandrakant Patel,{second},SBIN0001234,"
                f"199999.99,FT,{two},,,04/05/2026",
                f"50200011112222,Ramesh Kumar Chandrakant Patel,{second},SBIN0001234,"
                f"200000.00,FT,{three},,,04/05/2026",
                "",
            ],
        )

    def test_axis_cms(self):
        lines = self.sheet("axis", "UTIB0000002")
        (one, two, three), (first, second) = self.numbers, self.account[:2]
        self.assertEqual(
            lines,
            [
                "Payment Mode,Corporate Account No,Beneficiary Name,Account No,IFSC,"
                "Amount,Customer Reference No,Payment Details,Email,Mobile",
                f"FT,50200011112222,Sita Devi,{first},UTIB0000002,1234.50,{one},"
                f"Commission {self.spaced[0]},s@d.in,9876543210",
                f"NEFT,50200011112222,Ramesh Kumar Chandrakant Patel,{second},"
                f"SBIN0001234,199999.99,{two},Commission {self.spaced[1]},,",
                f"RTGS,50200011112222,Ramesh Kumar Chandrakant Patel,{second},"
                f"SBIN0001234,200000.00,{three},Commission {self.spaced[2]},,",
                "",
            ],
        )

    def test_hdfc_classic(self):
        lines = self.sheet("hdfc", "HDFC0000002")
        first, second = self.account[:2]
        self.assertEqual(
            lines,
            [
                f"I,{self.near.code},{first},1234.50,Sita Devi",
                f"N,{self.far.code},{second},199999.99,Ramesh Kumar Chandraka",
                f"R,{self.far.code},{second},200000.00,Ramesh Kumar Chandraka",
                "",
            ],
        )

    def test_the_day_of_payment_is_that_of_the_batch(self):
        batch = self.batch(self.ask_approved(self.near, 5))
        self.assertEqual(batch.date, fields.Date.context_today(batch))
