"""What invented people wrote down."""

REPORTS = [
    "Kennismaking met de nieuwe schepen en de dienst. De gemeente wil vooral inzetten op onthaal aan het loket.",
    "Cijfers over de bevolking overlopen. Vraag naar vorming over helder taalgebruik voor de baliemedewerkers.",
    "Stand van zaken van de afspraken besproken. De doorverwijzing van nieuwkomers loopt goed.",
    "De gemeente werkt aan een taalbeleid en vraagt ons om mee te lezen. Volgende keer sluit het OCMW aan.",
    "Ontwerp van overeenkomst doorgenomen. Nog te bekijken: wie de gegevens uitwisselt en langs welke weg.",
    "Overleg met onthaalbureau, school en OCMW over leerplichtige nieuwkomers. Er is nood aan een vast aanspreekpunt.",
    "Het diversiteitsteam stelde zijn plan voor. We bezorgen goede praktijken van buurgemeenten.",
    "Gesprek over sociaal tolken: de gemeente gebruikt het aanbod nog te weinig.",
]
NEXT_STEPS = [
    "Ontwerp van overeenkomst bezorgen",
    "Cijfers per wijk opzoeken",
    "Afspraak maken met het OCMW",
    "Vorming helder taalgebruik inplannen",
    "Voorbeeld van een taalbeleidsplan doorsturen",
    "Contactpersoon voor de gegevensuitwisseling laten bevestigen",
]
CANCEL_REASONS = ["De contactpersoon was ziek", "De gemeente vroeg uitstel", "Staking bij het openbaar vervoer"]
COMMITMENTS = {
    "services": [
        "Nieuwe inwoners krijgen bij de inschrijving een folder over ons aanbod in hun contacttaal mee.",
        "Het agentschap houdt elke eerste donderdag van de maand zitdag in het sociaal huis.",
        "De dienst Burgerzaken en het agentschap evalueren elk halfjaar de doorverwijzing van nieuwkomers.",
    ],
    "accessibility": [
        "Alle baliemedewerkers volgen een vorming over helder taalgebruik.",
        "De gemeente stelt een taalbeleidsplan op; het agentschap leest mee.",
        "Een werkgroep van beide partijen maakt de brieven van het OCMW eenvoudiger.",
    ],
    "policy": [
        "De vaste ondersteuner neemt twee keer per jaar deel aan het lokale integratieoverleg.",
        "De gemeente wijst een ambtenaar aan die het integratiebeleid opvolgt.",
    ],
    "cohesion": [
        "De gemeente start met een buddywerking; het agentschap vormt de vrijwilligers.",
        "Verenigingen die nieuwkomers willen bereiken, krijgen samen begeleiding.",
    ],
}
OUTCOMES = [
    "Loopt zoals afgesproken.",
    "Beide partijen zijn tevreden; we gaan zo verder.",
    "Trager dan gehoopt door wissels in het personeel.",
    "Goed begonnen. Volgend jaar meer inzetten op opvolging.",
]
FOLLOW_UPS = ["De termijnen van twee afspraken schuiven een jaar op.", "De zitdag verhuist naar de bibliotheek."]
ENDINGS = ["De gemeente en het agentschap werken voortaan samen in een intergemeentelijk verband."]
DECLINE_NOTES = [
    "De dienst heeft op dit moment niemand om de afspraken op te volgen.",
    "Het nieuwe bestuur wil eerst zijn eigen plannen rond hebben.",
    "Samenwerking zonder papier volstaat voor de gemeente.",
]
INVENTED = "Oefengegevens: wie deze overeenkomst besprak en op welke dag, is verzonnen."

MERGER_NOTES = {
    "continue": "Verzonnen: de afspraken lopen door tot de laatste dag.",
    "new_agreement": "Verzonnen: de fusiegemeente wil één overeenkomst voor het hele grondgebied.",
    "end": "Verzonnen: de fusiegemeente organiseert haar werking opnieuw.",
}
