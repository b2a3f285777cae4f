import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Rejects a request without exactly one valid host (RFC 9112, 3.2), because a proxy might interpret it differently.
/// Nothing else depends on the host: see `WebRequest.siteAddress`.
struct HostCheck: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // The first Host header is the request's authority; a second one stays among the headers.
    let isOnly = !request.headers.contains { $0.name.canonicalName == "host" }
    guard isOnly, let host = request.head.authority, Self.isHost(host) else {
      throw BadRequest("Host", "must be given once, as a host name or address with an optional port")
    }
    return try await next(request, context)
  }

  /// A host name, an IPv4 address or an IPv6 address in brackets, with an optional port.
  static func isHost(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), end > 2, bytes[1..<end].allSatisfy(\.isOfIPv6) else {
        return false
      }
      bytes = bytes[(end + 1)...]
    } else {
      let name = bytes.prefix { $0.isOfHostName }
      guard !name.isEmpty, name.count <= 255 else { return false }
      bytes = bytes.dropFirst(name.count)
    }
    guard let colon = bytes.popFirst() else { return true }
    return colon == UInt8(ascii: ":") && isPort(bytes)
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isNumber = bytes.count <= 5 && bytes.allSatisfy(\.isDecimalDigit)
    return isNumber && (Int(String(decoding: bytes, as: UTF8.self)) ?? 0) <= 65_535
  }
}

extension UInt8 {
  var isDecimalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isOfIPv6: Bool {
    isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) || self == UInt8(ascii: ":")
      || self == UInt8(ascii: ".")
  }
  fileprivate var isOfHostName: Bool {
    isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || "-._~".utf8.contains(self)
  }
}

/// HTTP/1.0 has no `Host` header: a request without one gets a placeholder before its version is lost.
final class HTTP10Host: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0, !head.headers.contains(name: "Host")
    else { return context.fireChannelRead(data) }
    head.headers.add(name: "Host", value: "unnamed.invalid")
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  /// Hummingbird adds its handlers where the version is already lost; this one inserts `HTTP10Host` before that.
  final class Placing: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

    func handlerAdded(context: ChannelHandlerContext) {
      let pipeline = context.pipeline.syncOperations
      do {
        try pipeline.addHandler(HTTP10Host(), position: .before(pipeline.handler(type: HTTP1ToHTTPServerCodec.self)))
      } catch {
        context.fireErrorCaught(error)
      }
    }
  }
}
