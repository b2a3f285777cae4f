import Foundation
import Hummingbird
import Logging
import SingleSignOn
import Synchronization
import Testing

/// An OpenID Connect provider that returns whatever a test wants.
final class FakeProvider: Sendable {
  struct Words: Sendable {
    var keys = Data("{\"keys\":[]}".utf8)
    /// The token for the next code.
    var idToken = ""
    /// Entries that extend or replace the usual configuration.
    var configuration: [String: String] = [:]
    var userInfo = "{}"
    /// The requests to it.
    var forms: [String] = []
    var authorizations: [String?] = []
    var looksForKeys = 0
  }

  let words = Mutex(Words())
  let port: Int
  private let server: Task<Void, any Error>

  var issuer: String { "http://127.0.0.1:\(port)" }

  init() async throws {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let answers = Answers()
    let application = Application(
      router: answers.router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "provider") { _ in SwiftLogNoOpLogHandler() })
    server = Task {
      defer { continuation.finish() }
      try await application.runService(gracefulShutdownSignals: [])
    }
    var found = 0
    for await port in ports {
      found = port
      break
    }
    port = found
    answers.provider.withLock { $0 = Weak(value: self) }
  }

  deinit { server.cancel() }

  func publish(_ keys: SigningKey...) throws {
    let data = try JSONSerialization.data(withJSONObject: ["keys": try keys.map { try $0.published() }])
    words.withLock { $0.keys = data }
  }

  func settings(secret: String? = "s&cret") -> SingleSignOnSettings {
    SingleSignOnSettings(issuer: issuer, clientID: "tally book", clientSecret: secret)
  }

  /// The claims of a valid token.
  func claims(nonce: String, now: Int, email: String = "coach@x.org") -> [String: Any] {
    [
      "iss": issuer, "aud": "tally book", "sub": "s-1", "iat": now, "exp": now + 300, "nonce": nonce, "email": email,
      "email_verified": true, "given_name": "Given", "family_name": "Family",
    ]
  }

  private struct Weak: Sendable {
    weak let value: FakeProvider?
  }

  private final class Answers: Sendable {
    let provider = Mutex<Weak?>(nil)

    var router: Router<BasicRequestContext> {
      let router = Router()
      router.get("/.well-known/openid-configuration") { _, _ in
        let provider = try self.find()
        let issuer = provider.issuer
        let usual = [
          "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
          "jwks_uri": issuer + "/keys", "userinfo_endpoint": issuer + "/me",
        ]
        let all = usual.merging(provider.words.withLock { $0.configuration }) { $1 }
        return Self.json(try JSONSerialization.data(withJSONObject: all))
      }
      router.get("/keys") { _, _ in
        Self.json(
          try self.find().words.withLock { words in
            words.looksForKeys += 1
            return words.keys
          })
      }
      router.get("/me") { _, _ in Self.json(Data(try self.find().words.withLock { $0.userInfo }.utf8)) }
      router.post("/token") { request, _ in
        let form = String(buffer: try await request.body.collect(upTo: 65_536))
        let authorization = request.headers[.authorization]
        let token = try self.find().words.withLock { words in
          words.forms.append(form)
          words.authorizations.append(authorization)
          return words.idToken
        }
        return Self.json(Data(#"{"id_token":"\#(token)","access_token":"a","token_type":"Bearer"}"#.utf8))
      }
      return router
    }

    private func find() throws -> FakeProvider { try #require(provider.withLock { $0?.value }) }

    private static func json(_ data: Data) -> Response {
      Response(
        status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
  }
}
