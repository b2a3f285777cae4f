import Hummingbird
import Records

/// The cookies that the site sets.
///
/// Over HTTPS, names begin with `__Host-`: browsers then accept the cookie only from this exact host, over HTTPS and
/// for all paths, so that no other site of the same domain can plant one.
enum SiteCookie: String, CaseIterable {
  case session = "tallybook_session"
  /// The CSRF secret of forms shown before sign-in.
  case form = "tallybook_form"
  /// A sign-in attempt at the provider, and where it leads.
  case singleSignOn = "tallybook_sso"
  /// The secret of a password link.
  case password = "tallybook_password"

  private var path: String {
    switch self {
    case .session: "/"
    case .form: "/signin"
    case .singleSignOn: "/signin/sso"
    case .password: "/signin/password"
    }
  }

  private var sameSite: Cookie.SameSite { self == .form ? .strict : .lax }

  func name(isSecure: Bool) -> String { (isSecure ? "__Host-" : "") + rawValue }

  /// The cookie's value in a request; nil if it is empty, or is one that this site would never set.
  func value(in request: Request, isSecure: Bool) -> String? {
    let name = name(isSecure: isSecure)
    for pair in request.headers[values: .cookie].flatMap({ $0.splitBytes(at: ";") }) {
      let parts = pair.asciiTrimmed.splitBytes(at: "=", maxSplits: 1, keepsEmpty: true)
      if parts.count == 2, parts[0].equalsBytes(of: name) {
        return parts[1].isEmpty || !Self.isSound(parts[1]) ? nil : parts[1]
      }
    }
    return nil
  }

  /// - Parameter maxAge: in seconds; nil: until the browser is closed.
  /// - Precondition: the value has only the characters of `isSound`, so that it cannot end early and add attributes.
  func set(_ value: String, isSecure: Bool, maxAge: Int?) -> Cookie {
    precondition(Self.isSound(value), "a cookie value has characters that would end it")
    let (name, path) = (name(isSecure: isSecure), isSecure ? "/" : path)
    return if let maxAge {
      Cookie(
        name: name, value: value, maxAge: maxAge, path: path, secure: isSecure, httpOnly: true, sameSite: sameSite)
    } else {
      Cookie(name: name, value: value, path: path, secure: isSecure, httpOnly: true, sameSite: sameSite)
    }
  }

  /// The unreserved characters of URLs (RFC 3986), and the percent sign.
  private static func isSound(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0.isUnreserved || $0 == UInt8(ascii: "%") }
  }
}

extension UInt8 {
  /// ASCII letters and digits, and `-._~`.
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

extension WebRequest {
  /// The value of a cookie in this request.
  func cookie(_ cookie: SiteCookie) -> String? {
    cookie.value(in: request, isSecure: services.settings.isSecure)
  }

  func set(_ cookie: SiteCookie, _ value: String, maxAge: Int? = nil) -> Cookie {
    cookie.set(value, isSecure: services.settings.isSecure, maxAge: maxAge)
  }

  /// Deletes the cookie in the browser.
  func expire(_ cookie: SiteCookie) -> Cookie { set(cookie, "", maxAge: 0) }
}
