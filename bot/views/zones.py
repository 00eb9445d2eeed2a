"""Time zones as people look for them: by any spelling, and by great cities that no zone is named after."""

import unicodedata
from zoneinfo import available_timezones

MOST = 100  # options that Slack takes
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})
_CITIES = {
    "Africa/Cairo": "Alexandria, Giza",
    "Africa/Casablanca": "Rabat, Marrakech",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria",
    "Africa/Lagos": "Abuja, Ibadan",
    "Africa/Nairobi": "Mombasa",
    "America/Bogota": "Medellin, Cali",
    "America/Chicago": "Houston, Dallas, Austin, Minneapolis, St. Louis, Nashville",
    "America/Denver": "Salt Lake City",
    "America/Guayaquil": "Quito",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, San Jose, Las Vegas, Portland, Palo Alto",
    "America/Mexico_City": "Guadalajara, Puebla",
    "America/New_York": "Boston, Washington, Miami, Atlanta, Philadelphia, Pittsburgh, Charlotte",
    "America/Sao_Paulo": "Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba, Porto Alegre",
    "America/Toronto": "Ottawa, Montreal, Quebec",
    "America/Edmonton": "Calgary",
    "Asia/Almaty": "Astana",
    "Asia/Dhaka": "Chittagong",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Ho_Chi_Minh": "Hanoi, Da Nang",
    "Asia/Jakarta": "Bandung, Surabaya",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Asia/Karachi": "Lahore, Islamabad",
    "Asia/Kolkata": "Mumbai, Bombay, Delhi, Bangalore, Bengaluru, Chennai, Madras, Hyderabad, Pune, Gurgaon",
    "Asia/Kuala_Lumpur": "Penang",
    "Asia/Manila": "Cebu, Quezon City",
    "Asia/Riyadh": "Jeddah, Mecca",
    "Asia/Seoul": "Busan, Incheon",
    "Asia/Shanghai": "Beijing, Peking, Shenzhen, Guangzhou, Hangzhou, Chengdu, Wuhan, Nanjing, Tianjin, Suzhou",
    "Asia/Tokyo": "Osaka, Kyoto, Nagoya, Yokohama, Fukuoka, Sapporo",
    "Europe/Amsterdam": "Rotterdam, The Hague, Den Haag, Utrecht, Eindhoven",
    "Europe/Berlin": "Munich, München, Muenchen, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Leipzig, "
    "Nuremberg, Nürnberg, Düsseldorf, Dortmund, Essen, Dresden, Bremen, Hanover, Hannover",
    "Europe/Brussels": "Antwerp, Ghent",
    "Europe/Bucharest": "Cluj, Iasi, Timisoara",
    "Europe/Copenhagen": "Aarhus, Odense",
    "Europe/Dublin": "Cork, Galway",
    "Europe/Helsinki": "Tampere, Espoo",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/Kyiv": "Lviv, Kharkiv, Odesa",
    "Europe/Lisbon": "Porto, Braga",
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Leeds, Bristol, Cambridge, Oxford, Cardiff",
    "Europe/Madrid": "Barcelona, Valencia, Seville, Sevilla, Bilbao, Malaga",
    "Europe/Moscow": "St. Petersburg",
    "Europe/Oslo": "Bergen, Trondheim",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Lille, Bordeaux, Nice",
    "Europe/Prague": "Brno",
    "Europe/Rome": "Milan, Milano, Turin, Naples, Florence, Bologna, Venice",
    "Europe/Stockholm": "Gothenburg, Göteborg, Malmö, Uppsala",
    "Europe/Vienna": "Graz, Linz, Salzburg, Wien",
    "Europe/Warsaw": "Kraków, Cracow, Wrocław, Gdańsk, Poznań, Łódź",
    "Europe/Zurich": "Geneva, Genève, Basel, Bern, Lausanne",
    "Pacific/Auckland": "Wellington, Christchurch",
}


def zones_like(query: str) -> list[tuple[str, str]]:
    """Zones that hold what was typed, each with the city that it was found by, or ""; at most a hundred.

    Accents, full stops, spaces and capitals make no difference.
    """
    wanted = _folded(query)
    known = {zone for zone in available_timezones() if "/" in zone or zone == "UTC"}
    found = [(zone, "") for zone in sorted(known) if wanted in _folded(zone)]
    for zone, cities in _CITIES.items():
        near = [city for city in cities.split(", ") if _folded(city).startswith(wanted)] if wanted else []
        if near and zone in known and (zone, "") not in found:
            found.append((zone, near[0]))
    return found[:MOST]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(each for each in plain if each.isalnum())
