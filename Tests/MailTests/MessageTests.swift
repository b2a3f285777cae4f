import Foundation
import Mail
import Support
import Testing

/// Messages on the wire, read back by another program.
@Suite struct MessageTests {
  static func message(
    to: MailAddress = MailAddress(name: "Ünï \"Quoted\" Çode", "ada@example.com")!,
    subject: String = "Fertig: Übersicht 🎉",
    text: String = "Zeile eins\nZeile zwei – mit “Anführung”\n.\nEnde\n"
  ) -> MailMessage {
    MailMessage(
      from: MailAddress(name: "Tallybook", "stats@example.com")!, to: to, subject: subject, text: text,
      html: "<p>Grüße, \(String(repeating: "lang ", count: 300))</p>", date: 1_773_576_000, id: "job.x1")
  }

  @Test func `What another program reads is what was written`() async throws {
    let server = try SMTPProgram()
    let sent = Self.message()
    try await MailRoute("smtp://localhost:\(server.port)?tls=none", password: nil).mailer.send(sent)
    let taken = try #require(try server.taken.first)
    #expect(taken.from == "stats@example.com" && taken.to == ["ada@example.com"] && !taken.tls)
    let read = try taken.read()
    #expect(read.defects == [])
    #expect(read.subject == sent.subject)
    #expect(read.to == "\"Ünï \\\"Quoted\\\" Çode\" <ada@example.com>" || read.to.contains("Ünï"))
    #expect(read.from == "Tallybook <stats@example.com>")
    #expect(read.date == "2026-03-15T12:00:00+00:00")
    #expect(read.id == "<job.x1@example.com>" && read.auto == "auto-generated")
    #expect(read.text.replacing("\r\n", with: "\n") == sent.text)
    #expect(read.html.hasPrefix(sent.html))
    #expect(taken.content.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
  }

  @Test func `Nothing that a user wrote becomes a header`() throws {
    let evil = "Hi\r\nBcc: everybody@example.com\r\n\r\nbody"
    let wire = Self.message(to: MailAddress(name: evil, "ada@example.com")!, subject: evil).wireText
    #expect(!wire.contains("\r\nBcc:"))
    #expect(wire.components(separatedBy: "\r\n\r\n")[0].contains("Subject: Hi  Bcc:"))
    for address in ["a@b\r\nRCPT TO:<x@y>", "a b@c.de", "<a@b.de", "a@@b.de", "@b", "a@", "", "a@b.de>"] {
      #expect(MailAddress(address) == nil, "\(address)")
    }
  }

  @Test func `A sender is read with or without a name`() {
    #expect(MailAddress(parsing: "Ada Lovelace <ada@x.org>") == MailAddress(name: "Ada Lovelace", "ada@x.org"))
    #expect(MailAddress(parsing: "\"Ada\" <ada@x.org>") == MailAddress(name: "Ada", "ada@x.org"))
    #expect(MailAddress(parsing: "ada@x.org") == MailAddress("ada@x.org"))
    #expect(MailAddress(parsing: "Ada <ada>") == nil)
  }

  @Test(arguments: [
    "smtp://", "http://x", "x", "folder:", "smtp://ada:secret@x", "smtp://ada@x", "smtp://x?tls=maybe",
    "smtps://x?tls=none",
    "smtp://x?timeout=0", "smtp://x/path",
  ]) func `A setting that makes no sense is refused, a password in it too`(setting: String) {
    #expect(throws: MailRoute.BadSetting.self) { try MailRoute(setting, password: nil) }
  }

  @Test func `A password goes unencrypted to this machine alone`() throws {
    #expect(throws: MailRoute.BadSetting.self) {
      try MailRoute("smtp://ada@mail.example.com?tls=none", password: "secret")
    }
    _ = try MailRoute("smtp://ada@localhost?tls=none", password: "secret")
    guard case .smtp(let server) = try MailRoute("smtp://ada%40x.org@mail.example.com", password: "secret") else {
      Issue.record("no server")
      return
    }
    #expect(server.user == "ada@x.org" && server.port == 587 && server.security == .required)
  }

  @Test func `A folder takes messages as files`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await MailRoute("folder:\(folder.path)", password: nil).mailer.send(Self.message())
    let files = try Folder.names(in: folder.path)
    #expect(files == ["1773576000-job.x1.eml"])
    #expect(try String(contentsOf: folder.appending(path: files[0]), encoding: .utf8) == Self.message().wireText)
  }
}
