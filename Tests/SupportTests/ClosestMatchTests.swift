import Support
import Testing

@Suite struct ClosestMatchTests {
  private let names = ["email", "first_name", "last_name", "created_at", "id"]

  @Test(arguments: [
    ("emial", "email"), ("e-mail", "email"), ("EMAIL", "email"), ("firstname", "first_name"), ("lastName", "last_name"),
    ("createdat", "created_at"), ("Id", "id"), ("email\u{FEFF}", "email"),
  ])
  func `The name with the fewest edits is meant`(text: String, name: String) {
    #expect(closestMatch(to: text, in: names) == name)
  }

  @Test(arguments: ["", "favourite_colour", "xyzzy", "王"])
  func `Nothing is meant by what resembles nothing`(text: String) {
    #expect(closestMatch(to: text, in: names) == nil)
  }

  @Test func `A name of any length is compared in a moment`() {
    #expect(closestMatch(to: String(repeating: "x", count: 1_000_000), in: names) == nil)
    #expect(closestMatch(to: "email", in: []) == nil)
  }
}
