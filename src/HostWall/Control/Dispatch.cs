using HostWall.Control.Messages;
using HostWall.Core.Text;
using HostWall.Daemon;
using HostWall.Kernel;
using HostWall.Programs;
using HostWall.Versions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HostWall.Control;

/// <summary>From a request to its route and back: who may call, what was sent, what is answered.</summary>
internal sealed class Dispatch(ControlApi api, ILogger logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var visitor = context.Features.Get<Visitor>() ?? throw new InvalidOperationException("a connection came in past the doorkeeper");
        var answer = await AnswerAsync(context, visitor);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Json.Length;
        await context.Response.Body.WriteAsync(answer.Json, context.RequestAborted);
    }

    private async Task<Answer> AnswerAsync(HttpContext context, Visitor visitor)
    {
        var (method, path, caller) = (context.Request.Method, context.Request.Path.Value ?? "", visitor.Caller);
        var route = api.Find(path);
        if (visitor.Access < (route?.Needs ?? Access.Read)) // a stranger learns nothing, not even which paths there are
        {
            logger.NotAllowed(VisibleText.Of(method), VisibleText.Of(path), caller.Name, caller.Uid, caller.Pid);
            return Answer.Refuse(RefusalKind.NotAllowed, visitor.Access == Access.Read
                ? $"{caller.Name} may read only; changes are for root and members of group {AccessRules.Administrators}"
                : $"{caller.Name} is neither root nor in group {AccessRules.Readers} or {AccessRules.Administrators}");
        }

        if (route is null || method != route.Method)
        {
            return Answer.Refuse(RefusalKind.BadRequest, route is null ? "no such path" : $"{path} takes {route.Method}");
        }

        var answer = await HandleAsync(context, route, caller);
        if (route.Needs == Access.All)
        {
            logger.Asked(path, caller.Name, caller.Uid, caller.Pid, answer.Status);
        }

        return answer;
    }

    /// <summary>Runs the handler; what the caller or the world did wrong becomes a refusal, what we did wrong does not.</summary>
    private static async Task<Answer> HandleAsync(HttpContext context, Route route, Caller caller)
    {
        var query = context.Request.Query;
        try
        {
            var body = await BodyAsync(context);
            return await route.HandleAsync(
                new Call(caller, key => query.TryGetValue(key, out var values) ? values.ToString() : null, body),
                context.RequestAborted);
        }
        catch (Exception e) when (e is BadCallException or PolicyUnreadableException)
        {
            return Answer.Refuse(RefusalKind.BadRequest, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return Answer.Refuse(RefusalKind.BadRequest, e.Message) with { Status = e.StatusCode };
        }
        catch (Exception e) when (e is StateFailedException or ToolException or DataplaneException)
        {
            return Answer.Refuse(RefusalKind.Failed, e.Message);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
