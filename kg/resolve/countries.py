"""Country codes to the names under which people write the countries; the first is the one that we write."""

from __future__ import annotations

from collections.abc import Mapping

from kg.resolve.names import fold

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "AE": ("United Arab Emirates", "UAE", "阿联酋"),
    "AR": ("Argentina", "阿根廷"),
    "AT": ("Austria", "Österreich", "奥地利"),
    "AU": ("Australia", "澳大利亚", "澳洲"),
    "BD": ("Bangladesh",),
    "BE": ("Belgium", "Belgique", "België", "比利时"),
    "BR": ("Brazil", "Brasil", "巴西"),
    "CA": ("Canada", "加拿大"),
    "CH": ("Switzerland", "Schweiz", "Suisse", "瑞士"),
    "CL": ("Chile", "智利"),
    "CN": ("China", "PR China", "P.R. China", "PRC", "中国"),
    "CO": ("Colombia",),
    "CZ": ("Czech Republic", "Czechia"),
    "DE": ("Germany", "Deutschland", "德国"),
    "DK": ("Denmark", "Danmark", "丹麦"),
    "EG": ("Egypt",),
    "ES": ("Spain", "España", "西班牙"),
    "FI": ("Finland", "芬兰"),
    "FR": ("France", "法国"),
    "GB": ("United Kingdom", "UK", "U.K.", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "英国"),
    "GH": ("Ghana",),
    "GR": ("Greece", "希腊"),
    "HK": ("Hong Kong", "Hong Kong SAR", "HK", "香港", "中国香港"),
    "HR": ("Croatia",),
    "HU": ("Hungary",),
    "ID": ("Indonesia",),
    "IE": ("Ireland", "爱尔兰"),
    "IL": ("Israel", "以色列"),
    "IN": ("India", "印度"),
    "IR": ("Iran",),
    "IT": ("Italy", "Italia", "意大利"),
    "JP": ("Japan", "日本"),
    "KE": ("Kenya",),
    "KR": ("South Korea", "Korea", "Republic of Korea", "韩国"),
    "KZ": ("Kazakhstan",),
    "LB": ("Lebanon",),
    "LK": ("Sri Lanka",),
    "LT": ("Lithuania",),
    "MO": ("Macau", "Macao", "澳门"),
    "MX": ("Mexico", "México", "墨西哥"),
    "MY": ("Malaysia", "马来西亚"),
    "NG": ("Nigeria",),
    "NL": ("Netherlands", "The Netherlands", "Holland", "Nederland", "荷兰"),
    "NO": ("Norway", "Norge", "挪威"),
    "NZ": ("New Zealand", "新西兰"),
    "PH": ("Philippines",),
    "PK": ("Pakistan",),
    "PL": ("Poland", "Polska", "波兰"),
    "PT": ("Portugal", "葡萄牙"),
    "QA": ("Qatar",),
    "RS": ("Serbia",),
    "RU": ("Russia", "Russian Federation", "俄罗斯"),
    "SA": ("Saudi Arabia", "沙特"),
    "SE": ("Sweden", "Sverige", "瑞典"),
    "SG": ("Singapore", "新加坡"),
    "SI": ("Slovenia",),
    "TH": ("Thailand", "泰国"),
    "TR": ("Turkey", "Türkiye", "土耳其"),
    "TW": ("Taiwan", "台湾"),
    "UA": ("Ukraine", "乌克兰"),
    "UG": ("Uganda",),
    "US": ("United States", "USA", "U.S.A.", "US", "U.S.", "United States of America", "美国"),
    "VN": ("Vietnam", "越南"),
    "ZA": ("South Africa", "南非"),
}

#: The folded name of a country to its code.
CODE: Mapping[str, str] = {fold(name): code for code, names in COUNTRIES.items() for name in names}


def country_name(code: str) -> str:
    """The English name of a country, or the code where the table has none.

    >>> country_name("CH")
    'Switzerland'
    """
    return COUNTRIES.get(code, (code,))[0]
