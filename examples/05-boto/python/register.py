"""Registers the domain and the types, with the defaults that the deciders rely on."""
import boto.swf.layer2 as swf
from boto.swf.exceptions import SWFDomainAlreadyExistsError, SWFTypeAlreadyExistsError
from connection import DOMAIN, VERSION

things = [swf.Domain(name=DOMAIN)]
for name in ('HelloWorkflow', 'SerialWorkflow', 'ParallelWorkflow'):
    things.append(swf.WorkflowType(domain=DOMAIN, name=name, version=VERSION))
for name in ('HelloWorld', 'ActivityA', 'ActivityB', 'ActivityC', 'Part'):
    things.append(swf.ActivityType(domain=DOMAIN, name=name, version=VERSION))

for thing in things:
    try:
        thing.register()
        print(thing.name, 'registered')
    except (SWFDomainAlreadyExistsError, SWFTypeAlreadyExistsError):
        print(thing.name, 'already exists')
