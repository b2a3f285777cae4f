import Foundation
import Mail
import Testing

/// Sending, to a real SMTP server program.
@Suite struct SMTPTests {
  private func failure(_ route: String, password: String? = nil) async throws -> MailFailure {
    let mailer = try MailRoute(route, password: password).mailer
    return try #require(await #expect(throws: MailFailure.self) { try await mailer.send(MessageTests.message()) })
  }

  @Test func `STARTTLS and a login carry the message, a wrong password does not`() async throws {
    let certificate = try Certificate()
    let server = try SMTPProgram("tls=\(certificate.both)", "login")
    let route = "smtp://ada@localhost:\(server.port)?ca=\(certificate.certificate)"
    try await MailRoute(route, password: "secret").mailer.send(MessageTests.message())
    let taken = try #require(try server.taken.first)
    #expect(taken.tls && taken.user == "ada")
    let denied = try await failure(route, password: "wrong")
    #expect(denied.isTemporary, "whoever runs the server can mend it")
    #expect(!denied.description.contains("wrong"))
    #expect(try server.taken.count == 1)
  }

  @Test func `TLS from the first byte carries the message`() async throws {
    let certificate = try Certificate()
    let server = try SMTPProgram("smtps=\(certificate.both)")
    try await MailRoute("smtps://localhost:\(server.port)?ca=\(certificate.certificate)", password: nil).mailer
      .send(MessageTests.message())
    #expect(try server.taken.count == 1)
  }

  @Test func `A certificate that nobody vouches for, and a server without TLS, get nothing`() async throws {
    let certificate = try Certificate()
    let server = try SMTPProgram("tls=\(certificate.both)")
    #expect(try await failure("smtp://localhost:\(server.port)").isTemporary)
    let plain = try SMTPProgram()
    #expect(try await failure("smtp://localhost:\(plain.port)").isTemporary)
    #expect(try server.taken.isEmpty)
    #expect(try plain.taken.isEmpty)
  }

  @Test func `A recipient who does not exist is final, a server that is busy, down or slow is not`() async throws {
    let refusing = try SMTPProgram("refuse")
    let refused = try await failure("smtp://localhost:\(refusing.port)?tls=none")
    #expect(!refused.isTemporary && refused.description.contains("550"))
    let busy = try SMTPProgram("later")
    #expect(try await failure("smtp://localhost:\(busy.port)?tls=none").isTemporary)
    let slow = try SMTPProgram("slow")
    #expect(try await failure("smtp://localhost:\(slow.port)?tls=none&timeout=1").isTemporary)
    #expect(try await slow.waited() < 10)
    #expect(try await failure("smtp://localhost:1?tls=none").isTemporary)
    #expect(try await failure("smtp://no-such-host.invalid:25?tls=none").isTemporary)
  }

  @Test func `Messages go side by side`() async throws {
    let server = try SMTPProgram()
    let mailer = try MailRoute("smtp://localhost:\(server.port)?tls=none", password: nil).mailer
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 { group.addTask { try await mailer.send(MessageTests.message()) } }
      try await group.waitForAll()
    }
    #expect(try server.taken.count == 8)
  }
}
