import base64
import io

from PIL import Image

from odoo.tests import HttpCase, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestTour(PolicyCommon, HttpCase):
    """The approval queue, used in a browser as an underwriter uses it."""

    # the browser's clock can not be stopped
    freeze_time = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent()
        cls.first = cls.paid(cls.cow(cls.farmer("Tour Farmer")), agent_id=cls.seller.id)
        cls.second = cls.paid(cls.cow(cls.farmer("Tour Neighbour")))
        picture = io.BytesIO()
        Image.new("RGB", (64, 48), "brown").save(picture, "PNG")
        cls.env["cattle.animal.photo"].create(
            {
                "animal_id": cls.first.animal_id.id,
                "kind": "left",
                "image": base64.b64encode(picture.getvalue()),
            }
        )

    def decide(self, tour):
        self.start_tour("/odoo/approval-queue", tour, login=self.underwriter.login)
        self.env.invalidate_all()

    def test_the_underwriter_decides_one_after_the_other(self):
        self.decide("insurance_queue_approve")
        self.assert_states(self.first + self.second, "approved", "rejected")
        self.assertEqual(self.first.approved_by_id, self.underwriter)
        self.assertEqual(self.first.commission_ids.agent_id, self.seller)
        self.assertEqual(self.second.state_reason, "The photos show another animal")
        self.assertEqual(self.second.credit_note_id.amount_total, 2_655)

    def test_the_underwriter_approves_the_easy_ones_together(self):
        self.decide("insurance_queue_bulk")
        self.assert_states(self.first + self.second, "approved", "approved")
