import base64
import io
import random

from PIL import Image, ImageDraw
from PIL import WebPImagePlugin as _webp  # noqa: F401 - Odoo stops PIL loading it

from odoo.tests import TransactionCase, new_test_user


class CattleCase(TransactionCase):
    """Builders that read like the business."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.breeds = cls.env["cattle.breed"]
        cls.animals = cls.env["cattle.animal"]
        cls.gir = cls.env.ref("cattle_insurance.cattle_breed_cattle_gir")
        cls.murrah = cls.env.ref("cattle_insurance.cattle_breed_buffalo_murrah")

    @classmethod
    def user(cls, role, **vals):
        """Create a user of the office, of the portal or outside both."""
        groups = {"customer": "base.group_portal", "employee": "base.group_user"}
        group = groups.get(role, f"cattle_insurance.cattle_insurance_group_{role}")
        # demo logins are short: keep away from them
        return new_test_user(cls.env, f"test_register_{role}", group, **vals)

    @classmethod
    def farmer(cls, name="Ramesh Patil", **vals):
        """Create an owner of animals."""
        return cls.env["res.partner"].create(
            {"name": name, "is_cattle_owner": True, **vals}
        )

    @classmethod
    def animal(cls, owner=None, **vals):
        """Create a cow in milk, five years old, unless told otherwise."""
        return cls.animals.create(
            {
                "owner_id": (owner or cls.farmer()).id,
                "breed_id": cls.gir.id,
                "age_years": 5,
                **vals,
            }
        )

    @classmethod
    def picture(cls, seed=1, kind="JPEG", **options):
        """Return a base64 picture; the same seed shows the same scene."""
        dice = random.Random(seed)  # noqa: S311
        image = Image.new("RGB", (400, 300), "white")
        draw = ImageDraw.Draw(image)
        for _spot in range(25):
            x, y = dice.randrange(400), dice.randrange(300)
            size = dice.randrange(20, 120)
            draw.ellipse((x, y, x + size, y + size), fill=dice.randrange(2**24))
        stream = io.BytesIO()
        image.save(stream, kind, **options)
        return base64.b64encode(stream.getvalue())

    @classmethod
    def photo(cls, animal, seed=1, **vals):
        """Add a photo of a scene to an animal."""
        return cls.env["cattle.animal.photo"].create(
            {"animal_id": animal.id, "image": cls.picture(seed), **vals}
        )
