"""The resolver that functions behind the API share: errors become problems, nothing else leaks."""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from shared.domain.errors import ArticleNotFound, CopydeskError, Unavailable
from shared.http.problem import internal_error, problem_response
from shared.observability import logger


def make_resolver() -> APIGatewayHttpResolver:
    """Give a resolver that answers every error with problem details."""
    app = APIGatewayHttpResolver()

    @app.exception_handler(CopydeskError)  # type: ignore[untyped-decorator] # Powertools has no types here
    def on_error(error: CopydeskError) -> Response[str]:
        if isinstance(error, Unavailable):
            cause = repr(error.__cause__)[:500]
            logger().warning("unavailable", detail=error.detail, cause=cause, request_id=request_id(app))
        return problem_response(error, request_id(app))

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def on_unforeseen(error: Exception) -> Response[str]:
        logger().exception("unforeseen error", error=type(error).__name__, request_id=request_id(app))
        return internal_error(request_id(app))

    @app.not_found
    def on_unknown_path(_: NotFoundError) -> Response[str]:
        return problem_response(ArticleNotFound("There is no such path or method here."), request_id(app))

    return app


def request_id(app: APIGatewayHttpResolver) -> str:
    """Give the id under which the request stands in the log."""
    return str(app.current_event.request_context.request_id)


def parameters(app: APIGatewayHttpResolver) -> Mapping[str, str]:
    """Give the query parameters; the gateway has joined repeated ones with commas."""
    return app.current_event.query_string_parameters or {}
