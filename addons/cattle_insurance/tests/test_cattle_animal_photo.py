import base64
import hashlib
import io

import psycopg2
from PIL import ExifTags, Image

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CattleCase


@tagged("post_install", "-at_install")
class TestCattleAnimalPhoto(CattleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cow = cls.animal()
        cls.other_cow = cls.animal(cls.farmer("Sunita"))

    def field_picture(self, **exif):
        """A photo as a phone writes it, with position and time."""
        image = Image.open(io.BytesIO(base64.b64decode(self.picture())))
        tags = image.getexif()
        gps = tags.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef] = exif.get("ns", "N")
        gps[ExifTags.GPS.GPSLatitude] = exif.get("latitude", (18.0, 30.0, 36.0))
        gps[ExifTags.GPS.GPSLongitudeRef] = "E"
        gps[ExifTags.GPS.GPSLongitude] = (73.0, 51.0, 0.0)
        details = tags.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = exif.get(
            "taken", "2026:06:15 08:30:00"
        )
        if zone := exif.get("zone"):
            details[ExifTags.Base.OffsetTimeOriginal] = zone
        stream = io.BytesIO()
        image.save(stream, "JPEG", exif=tags)
        return base64.b64encode(stream.getvalue())

    def test_position_and_time_are_read_and_then_stripped(self):
        photo = self.photo(self.cow, image=self.field_picture(zone="+05:30"))
        self.assertAlmostEqual(photo.latitude, 18.51)
        self.assertAlmostEqual(photo.longitude, 73.85)
        self.assertEqual(
            photo.taken_at, fields.Datetime.to_datetime("2026-06-15 03:00:00")
        )
        stored = Image.open(io.BytesIO(base64.b64decode(photo.image)))
        self.assertFalse(dict(stored.getexif()))
        self.assertNotIn(b"Exif", base64.b64decode(photo.image))

    def test_a_camera_without_zone_has_the_users_clock(self):
        photos = self.env["cattle.animal.photo"].with_context(tz="Asia/Kolkata")
        photo = photos.create({"animal_id": self.cow.id, "image": self.field_picture()})
        self.assertEqual(
            photo.taken_at, fields.Datetime.to_datetime("2026-06-15 03:00:00")
        )

    def test_nonsense_in_exif_is_left_out_not_refused(self):
        photo = self.photo(
            self.cow,
            image=self.field_picture(latitude=(180.0, 0.0, 0.0), taken="yesterday"),
        )
        self.assertFalse(photo.latitude or photo.longitude or photo.taken_at)

    def test_the_south_is_negative(self):
        photo = self.photo(self.cow, image=self.field_picture(ns="S"))
        self.assertAlmostEqual(photo.latitude, -18.51)

    def test_the_fingerprint_is_of_the_file_as_received(self):
        image = self.field_picture()
        photo = self.photo(self.cow, image=image)
        expected = hashlib.sha256(base64.b64decode(image)).hexdigest()
        self.assertEqual(photo.sha256, expected)
        self.assertEqual(len(photo.phash), 16)

    def test_png_and_webp_are_welcome(self):
        for seed, kind in ((1, "PNG"), (2, "WEBP")):
            photo = self.photo(self.cow, image=self.picture(seed, kind))
            self.assertTrue(photo.phash)

    def test_other_files_are_refused_whatever_they_are_called(self):
        for content in (
            b"%PDF-1.4",
            b"GIF89a",
            b"<svg/>",
            b"",
            self.picture_bytes()[:90],
        ):
            with (
                self.subTest(content=content[:8]),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.photo(self.cow, image=base64.b64encode(content))
        with self.assertRaises(ValidationError):
            self.photo(self.cow, image="not base64!")

    def picture_bytes(self):
        return base64.b64decode(self.picture())

    def test_a_gif_is_no_photo_though_it_is_a_picture(self):
        with self.assertRaisesRegex(ValidationError, "not a JPEG"):
            self.photo(self.cow, image=self.picture(kind="GIF"))

    def test_too_heavy_and_too_large_are_refused(self):
        heavy = self.picture_bytes() + b"\0" * (10 * 1024 * 1024)
        with self.assertRaisesRegex(ValidationError, "10 MB"):
            self.photo(self.cow, image=base64.b64encode(heavy))
        stream = io.BytesIO()
        Image.new("1", (8_000, 7_000)).save(stream, "PNG")
        with self.assertRaisesRegex(ValidationError, "megapixels"):
            self.photo(self.cow, image=base64.b64encode(stream.getvalue()))

    def test_a_photo_does_not_change_but_its_note_does(self):
        photo = self.photo(self.cow)
        for vals in (
            {"image": self.picture(2)},
            {"sha256": "0"},
            {"animal_id": self.other_cow.id},
        ):
            with self.assertRaises(UserError):
                photo.write(vals)
        photo.note = "Scar on the left ear"

    def test_one_file_does_not_show_two_sides(self):
        self.photo(self.cow)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.photo(self.cow, kind="right")

    def test_the_left_side_is_the_cover(self):
        self.photo(self.cow, 1, kind="muzzle")
        left = self.photo(self.cow, 2, kind="left")
        self.assertEqual(self.cow.cover_photo_id, left)


@tagged("post_install", "-at_install")
class TestPhotoMatch(CattleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cow = cls.animal()
        cls.other_cow = cls.animal(cls.farmer("Sunita"))
        cls.first = cls.photo(cls.cow, seed=1)

    def test_a_recompressed_copy_on_another_animal_is_flagged(self):
        copy = self.photo(self.other_cow, image=self.picture(1, quality=30))
        self.assertRecordValues(
            copy.match_ids,
            [
                {
                    "other_photo_id": self.first.id,
                    "animal_id": self.other_cow.id,
                    "other_animal_id": self.cow.id,
                    "state": "open",
                    "is_same_file": False,
                }
            ],
        )
        self.assertEqual(self.cow.photo_match_count, 1)
        self.assertEqual(self.other_cow.photo_match_count, 1)

    def test_the_same_file_is_told_apart(self):
        self.assertTrue(self.photo(self.other_cow, seed=1).match_ids.is_same_file)

    def test_another_scene_is_not_flagged(self):
        self.assertFalse(self.photo(self.other_cow, seed=2).match_ids)

    def test_photos_of_the_same_animal_are_not_compared(self):
        again = self.photo(self.cow, image=self.picture(1, quality=30), kind="right")
        self.assertFalse(again.match_ids)

    def test_two_copies_received_together_are_one_pair(self):
        third = self.animal(self.farmer("Geeta"))
        photos = self.env["cattle.animal.photo"].create(
            [
                {"animal_id": self.other_cow.id, "image": self.picture(5)},
                {"animal_id": third.id, "image": self.picture(5)},
            ]
        )
        self.assertEqual(len(photos.match_ids), 1)

    def test_another_company_is_not_searched(self):
        company = self.env["res.company"].create({"name": "Other insurer"})
        foreign = self.animal(self.farmer("Anil"), company_id=company.id)
        self.assertFalse(self.photo(foreign, seed=1).match_ids)

    def test_a_verdict_clears_the_flag_and_can_be_revised(self):
        match = self.photo(self.other_cow, seed=1).match_ids
        match.action_different()
        self.assertEqual(match.user_id, self.env.user)
        self.cow.invalidate_recordset(["photo_match_count"])
        self.assertEqual(self.cow.photo_match_count, 0)
        match.action_same()
        with self.assertRaises(UserError):
            match.action_same()

    def test_the_search_costs_the_same_for_many_photos(self):
        animals = self.animals.create(
            [
                {
                    "owner_id": self.cow.owner_id.id,
                    "breed_id": self.gir.id,
                    "age_years": 3,
                }
                for _index in range(20)
            ]
        )
        photos = self.env["cattle.animal.photo"].create(
            [
                {"animal_id": animal.id, "image": self.picture(1, quality=40)}
                for animal in animals
            ]
        )
        matches = self.env["cattle.animal.photo.match"]
        photos.match_ids.sudo().unlink()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env.execute_query(matches._prepare_match_query(photos))
        self.assertEqual(len(matches._record_matches(photos)), 20 + 20 * 19 // 2)
