// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/tones.h"

#include <QWidget>

#include <optional>

namespace punchcard::look {

/// An icon that only adorns what stands beside it. Painted anew each time, so that it follows light and dark.
class Picture : public QWidget
{
    Q_OBJECT

public:
    /// Without @p tone as the icons of buttons.
    Picture(const QString &iconName, std::optional<Tone> tone, int size, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_iconName;
    std::optional<Tone> m_tone;
};

} // namespace punchcard::look
