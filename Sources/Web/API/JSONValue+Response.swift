import Hummingbird
import Support

extension JSONValue {
  func response(_ status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response {
    Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
