/// The topics of the demo company. Each topic is also a tag.
enum Topics {
  static let all = [
    "Data protection", "Fire safety", "First contact with customers", "Negotiation", "Spreadsheets", "Leadership",
    "Information security", "Project planning", "Food hygiene", "Machine safety", "Feedback", "Business English",
    "Accounting", "Anti-corruption", "Public speaking", "Forklift driving", "Python", "Sustainability", "Onboarding",
    "Time management", "Conflict", "Quality control", "Diversity", "Remote work",
  ]

  /// Tags without a topic; the last one is not used.
  static let furtherTags = ["Mandatory", "Sécurité", "安全", "Retired"]

  /// Patterns for course names; `%` is replaced by the topic.
  static let courseNames = [
    "%: the essentials", "%: case studies", "% for managers", "Refresher: %", "% in practice", "%, step by step",
    "% quiz", "Introduction to %", "Advanced %", "% (2nd edition)", "%: what is new", "Everyday %",
  ]

  static let programNames = ["% programme", "% certification", "% week", "Academy: %"]

  static let pathNames = ["Path: %", "Becoming confident: %", "% from A to Z", "Career step: %"]

  static func name(_ pattern: String, _ topic: Int) -> String {
    pattern.split(separator: "%", omittingEmptySubsequences: false).joined(separator: all[topic % all.count])
  }
}
