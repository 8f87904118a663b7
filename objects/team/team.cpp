// Teams decide whose records their people see.
#include "objects/objects.hpp"

namespace juan::objects {

void add_team_rules(model::Model& model)
{
    model.add_guard("team", [](const model::Guarding& guarding) { guarding.principal.require(model::Duty::system); });
}

}  // namespace juan::objects
