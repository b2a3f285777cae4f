/// Job titles and notes about people.
enum JobTitles {
  /// From the top of the company down; everyone below has one of `staff`.
  static let leaders = ["Chief executive officer", "Vice president", "Director", "Head of department", "Team lead"]

  static let staff = [
    "Account manager", "Warehouse operative", "Nurse", "Software developer", "Data analyst", "Support agent",
    "Field technician", "Buyer", "Payroll clerk", "Quality inspector", "Shop assistant", "Driver", "Electrician",
    "Marketing assistant", "Controller", "Laboratory assistant", "UX designer", "Legal counsel", "Machine operator",
    "Chef de projet", "Ingénieure qualité", "Außendienst, Region Süd", "Técnico de mantenimiento", "営業担当", "プログラマー",
    "工程师", "Инженер", "Λογιστής", "مهندس مشروع", "सहायक प्रबंधक", "Trainee", "Receptionist",
  ]

  static let notes = [
    "Night shift", "Part time, 60 %", "First aider", "Fire warden, floor 3", "On parental leave until summer",
    "Prefers \"Alex\"", "Works from home on Mondays; in the office otherwise", "Member of the works council",
    "Fixed-term contract", "Mentor", "Speaks sign language", "Badge 007\nLocker 12", "=external", "+1 hour of travel",
  ]
}
