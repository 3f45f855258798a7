// SPDX-License-Identifier: MIT
#include "core/base/pause.h"

#include <QCoroSignal>

namespace punchcard {
namespace {

class Alarm : public QObject
{
    Q_OBJECT

signals:
    void rang();
};

} // namespace

Async<> pause(Milliseconds interval, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    Alarm alarm;
    QObject::connect(context.cancel.get(), &Cancel::requested, &alarm, &Alarm::rang);
    context.clock->after(interval, &alarm, [&alarm] { emit alarm.rang(); });
    co_await qCoro(&alarm, &Alarm::rang);
    if (context.cancelled())
        co_return cancelledError();
    co_return {};
}

} // namespace punchcard

#include "pause.moc"
