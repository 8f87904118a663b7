// Units decide whose records their people see; they form a tree.
#include "objects/links.hpp"
#include "objects/objects.hpp"

namespace juan::objects {

void add_organisation_unit_rules(model::Model& model)
{
    model.add_guard("organisation_unit", [](const model::Guarding& guarding) {
        guarding.principal.require(model::Duty::system);
        refuse_cycle(guarding, "parent", "select parent_id from organisation_unit where id = $1");
    });
}

}  // namespace juan::objects
