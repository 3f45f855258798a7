// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/client.h"
#include "core/http/transport.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/wait.h"

#include <QJsonObject>
#include <QTimer>

namespace punchcard::testing {

/// A client against a scripted server, on a clock whose pauses are over as soon as they begin.
class ClientFixture
{
public:
    ClientFixture();

    [[nodiscard]] Context context();
    /// Runs @p task to its end.
    template<typename T>
    Result<T> done(Async<T> task)
    {
        return wait(std::move(task));
    }
    [[nodiscard]] QJsonObject sentBody() const;
    /// How long the client has paused so far.
    [[nodiscard]] Milliseconds paused() const { return clock.now() - m_start; }

    ScriptedServer server;
    FakeClock clock;
    http::Transport transport;
    github::Api api;
    int asked = 0; ///< How often the address and the token were asked for.
    github::Client client;

private:
    [[nodiscard]] Async<github::Api> currentApi();

    QTimer m_hurry;
    Time m_start;
};

/// Error::what and detail, for a failing QVERIFY2.
template<typename T>
QString why(const Result<T> &result)
{
    return result ? QString() : result.error().what + QLatin1Char(' ') + result.error().detail;
}

extern const github::RepoName repo;
extern const QByteArray octo; ///< The answer to /user.

} // namespace punchcard::testing
