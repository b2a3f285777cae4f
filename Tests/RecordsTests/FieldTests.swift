import Calendar
import Records
import Testing

/// The checks of single fields, by their types.
@Suite struct FieldTests {
  static let now = 1_773_576_000
  static let longest = String(repeating: "x", count: 128)

  @Test(arguments: [
    "u1", "a/b", "../x", "100%", "q?x=1&y", "Ω-1", "王", "=1", longest, String(repeating: "é", count: 128),
  ])
  func `An id is any printable text without white space`(id: String) throws {
    #expect(try read(.users, "id", id) == .text(id))
  }

  @Test(arguments: [
    "a b", "a\u{A0}b", "\ta", "a\n", "a\u{0}b", "\u{1B}[2J", "a\u{85}", "a\u{2028}", longest + "x", "\u{7F}",
    "\u{FEFF}a", "a\u{200B}", "\u{202E}a", "\u{E000}", "e" + String(repeating: "\u{301}", count: 128),
  ])
  func `An id with white space, invisible or too many characters is refused`(id: String) {
    #expect(
      fault(.users, "id", id)?.reason.contains("not a valid id") == true
        || fault(.users, "id", id)?.reason.contains("NUL") == true)
  }

  @Test func `A text is kept as it is, up to 64 KiB`() throws {
    #expect(try read(.users, "title", " Chef\r\n=1 ") == .text(" Chef\r\n=1 "))
    let longest = String(repeating: "x", count: 65_536)
    #expect(try read(.users, "title", longest) == .text(longest))
    #expect(fault(.users, "title", longest + "x")?.reason.contains("64 KiB") == true)
    #expect(fault(.users, "title", "a\u{0}b")?.reason == "contains a NUL character; remove it")
  }

  @Test(arguments: [[0xFF, 0x41], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x41, 0xE9, 0x41]] as [[UInt8]])
  func `A text that is not UTF-8 is refused`(bytes: [UInt8]) throws {
    let field = try #require(RecordKind.users.field(named: "title"))
    let fault = #expect(throws: FieldError.self) { try field.read(bytes.span, FieldContext(now: Self.now)) }
    #expect(fault?.reason == "is not UTF-8; save the file as UTF-8")
  }

  @Test func `An end may lie 24 h ahead and not a second more`() throws {
    #expect(try read(.users, "deleted_at", Instant.text(Self.now + 86_400)) == .integer(Self.now + 86_400))
    #expect(
      fault(.users, "deleted_at", Instant.text(Self.now + 86_401))?.reason.contains("24 hours in the future") == true)
    #expect(try read(.programSessions, "ends_at", "2099-01-01T00:00:00Z") == .integer(4_070_908_800))
  }

  @Test func `A whole number has its least value`() throws {
    #expect(try read(.attempts, "time_spent", "0") == .integer(0))
    #expect(try read(.attempts, "time_spent", "999999999999") == .integer(999_999_999_999))
    for text in ["-1", "1.5", "1e3", "+1", "9999999999999", "١", "0x1"] {
      #expect(fault(.attempts, "time_spent", text)?.reason == "is not a duration: whole seconds, 0 or more")
    }
    #expect(fault(.programBlocks, "position", "0")?.reason == "is not a whole number, 1 or more")
    #expect(try read(.pathSteps, "due_after_days", "0") == .integer(0))
  }

  @Test func `Empty is the fallback, and booleans are those of the list alone`() throws {
    #expect(try read(.programBlocks, "mandatory", "") == .integer(1))
    #expect(try read(.users, "channel", "") == .text("import"))
    #expect(try read(.users, "title", "") == .none)
    for text in ["true", "TRUE", "True", "1", "yes"] {
      #expect(try read(.programBlocks, "mandatory", text) == .integer(1))
    }
    for text in ["false", "FALSE", "False", "0", "no"] {
      #expect(try read(.programBlocks, "mandatory", text) == .integer(0))
    }
    for text in ["tRUE", "Yes", "NO", "2", "01", "t", "WAHR", " true"] {
      #expect(fault(.programBlocks, "mandatory", text)?.reason == "is neither `true` nor `false`")
    }
  }

  private func read(_ kind: RecordKind, _ name: String, _ text: String) throws -> FieldValue {
    try FieldReading.read(kind, name, text)
  }

  private func fault(_ kind: RecordKind, _ name: String, _ text: String) -> FieldError? {
    FieldReading.fault(kind, name, text)
  }
}

/// Reads a field's text at the fixed now.
enum FieldReading {
  static func read(_ kind: RecordKind, _ name: String, _ text: String) throws -> FieldValue {
    let field = try #require(kind.field(named: name))
    let bytes = Array(text.utf8)
    return try field.read(bytes.span, FieldContext(now: FieldTests.now))
  }

  static func fault(_ kind: RecordKind, _ name: String, _ text: String) -> FieldError? {
    do {
      _ = try read(kind, name, text)
      return nil
    } catch { return error as? FieldError }
  }
}
