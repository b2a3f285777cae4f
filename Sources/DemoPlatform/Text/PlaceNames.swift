/// Names for the group tree and for custom fields.
enum PlaceNames {
  static let regions = ["Europe", "Americas", "Asia Pacific", "Middle East & Africa", "Nordics", "South Asia"]

  static let countries = [
    "France", "Deutschland", "España", "Polska", "Ελλάδα", "Україна", "Brasil", "Canada", "México", "Colombia", "日本",
    "中国", "대한민국", "Việt Nam", "مصر", "Kenya", "Nigeria", "Sverige", "Danmark", "भारत", "Türkiye", "Česko",
  ]

  static let sites = [
    "Lyon", "München", "Kraków", "Αθήνα", "Львів", "São Paulo", "Montréal", "Bogotá", "東京", "上海", "서울", "Đà Nẵng",
    "القاهرة", "Nairobi", "Lagos", "Göteborg", "Aarhus", "पुणे", "İzmir", "Plzeň", "Porto", "Antwerpen", "Zürich",
    "Leeds",
  ]

  static let departments = [
    "Sales", "Operations", "Finance", "Human resources", "Research & development", "Customer care", "Production",
    "Logistics", "IT", "Legal, risk and compliance", "Marketing", "Quality", "Purchasing", "Facilities",
  ]

  static let teams = [
    "Alpha", "North", "Blue", "Early birds", "Night shift", "Key accounts", "Platform", "Field", "Back office", "Green",
    "Projects", "Service desk", "South", "Analytics", "Red", "Workshop",
  ]

  /// Groups outside the tree, directly below the platform. The first is the one that the demo's coach coaches.
  static let communities = ["Onboarding circle", "Ideas lab", "Safety champions", "École des managers", "Alumni"]
}
