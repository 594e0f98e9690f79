{
    "name": "Cattle Insurance",
    "summary": "Animals, plans, policies and certificates of a cattle insurer's office",
    "version": "19.0.1.0.0",
    "category": "Insurance",
    "license": "LGPL-3",
    "author": "Cattle Insurance Office",
    "website": "https://example.com/cattle-insurance",
    "depends": ["agent_mlm", "account_payment"],
    "external_dependencies": {"python": ["ImageHash", "num2words", "qrcode"]},
    "data": [
        "security/cattle_insurance_groups.xml",
    ],
    "application": True,
}
