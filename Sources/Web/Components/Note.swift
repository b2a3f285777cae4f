/// The color of a badge or note.
enum Tone: String, Encodable {
  case good, warn, bad, info, plain
  case neutral = ""
}

/// A message above the page, shown once.
struct Note: TemplateModel {
  let tone: Tone
  let message: String
}

/// A short label, such as a status.
struct Badge: TemplateModel {
  let title: String
  let tone: Tone
}
